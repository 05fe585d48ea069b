package io.perigee.distribution.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules of one record report to. What a rule finds at, below or above a place that is already known to be
 * wrong is a consequence of that, and is not reported.
 */
record RuleSink(String path, List<Violation> violations) {

    void add(String field, @Nullable String value, String expected) {
        String full = Binder.child(path, field);
        if (violations.stream().noneMatch(known -> isWithin(known.field(), full) || isWithin(full, known.field()))) {
            violations.add(new Violation(full, value == null ? null : Binder.shorten(value), expected));
        }
    }

    /** The path of a field as violations give it. */
    String at(String field) {
        return Binder.child(path, field);
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer)
                && (inner.length() == outer.length() || "[.".indexOf(inner.charAt(outer.length())) >= 0);
    }
}
