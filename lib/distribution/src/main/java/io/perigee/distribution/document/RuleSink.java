package io.perigee.distribution.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules of one record report to. A field that is already known to be wrong in itself is not reported again:
 * what a rule finds there is a consequence.
 */
record RuleSink(String path, List<Violation> violations) {

    void add(String field, @Nullable String value, String expected) {
        String full = at(field);
        if (violations.stream().noneMatch(known -> known.field().equals(full))) {
            violations.add(new Violation(full, value == null ? null : Binder.shorten(value), expected));
        }
    }

    String at(String field) {
        return Binder.child(path, field);
    }
}
