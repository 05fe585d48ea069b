package io.perigee.functions;

/**
 * What a function answered and must not.
 *
 * @param field the header, or field of the event, such as {@code headers.Via} or {@code uri}
 * @param value what it answered there, shortened to 200 characters
 * @param expected what would have been right
 */
public record Violation(String field, String value, String expected) {
    private static final int SHOWN = 200;

    public Violation {
        if (value.length() > SHOWN) {
            value = value.substring(0, SHOWN) + "…";
        }
    }

    @Override
    public String toString() {
        return field + " is '" + value + "', expected " + expected;
    }
}
