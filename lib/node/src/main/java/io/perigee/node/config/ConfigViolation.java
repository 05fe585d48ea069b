package io.perigee.node.config;

/**
 * One thing that is wrong in a configuration.
 *
 * @param field path of the field, such as {@code listeners[0].tls.certificates[1].key}; empty for the whole file
 * @param value what was found, {@code (none)} if nothing was
 * @param expected what was expected, in words
 */
public record ConfigViolation(String field, String value, String expected) {

    static final String NONE = "(none)";

    @Override
    public String toString() {
        return (field.isEmpty() ? "" : field + ": ") + value + " (expected: " + expected + ")";
    }
}
