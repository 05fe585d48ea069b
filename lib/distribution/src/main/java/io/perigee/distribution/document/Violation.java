package io.perigee.distribution.document;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a document.
 *
 * @param field where, such as {@code origins[0].httpPort}; empty for the document as a whole
 * @param value what was there, shortened to 100 characters; null where something is missing
 * @param expected what would have been right, in words
 */
public record Violation(String field, @Nullable String value, String expected) {

    /** The violation as one line for a person. */
    public String message() {
        String where = field.isEmpty() ? "the document" : field;
        return value == null
                ? where + " is missing: expected " + expected
                : where + " is \"" + value + "\": expected " + expected;
    }
}
