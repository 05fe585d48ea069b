package io.perigee.cli.terminal;

import io.perigee.distribution.document.Violation;
import java.util.List;

/** What is wrong in a document, a line for each violation. */
public final class Violations {

    private Violations() {}

    public static List<String> lines(List<Violation> violations) {
        return violations.stream().map(Violations::line).toList();
    }

    private static String line(Violation violation) {
        String where = violation.field().isEmpty() ? "the document" : violation.field();
        String what = violation.value() == null ? "missing" : "\"" + violation.value() + "\"";
        return where + ": " + what + " (expected: " + violation.expected() + ")";
    }
}
