package io.perigee.node.config;

/**
 * One thing that is wrong in a configuration.
 *
 * @param field path of the field, such as {@code listeners[0].tls.certificates[1].key}; empty for the whole file
 * @param value what was found, {@code (none)} if nothing was, {@code (not shown)} if it may be a secret
 * @param expected what was expected, in words
 */
public record ConfigViolation(String field, String value, String expected) {

    static final String NONE = "(none)";

    /** Stands for a value that may be a secret. */
    public static final String NOT_SHOWN = "(not shown)";

    @Override
    public String toString() {
        return (field.isEmpty() ? "" : field + ": ") + value + " (expected: " + expected + ")";
    }
}
