package io.perigee.control.packages;

import java.io.Serial;

/** A package that no node could run. */
public final class InvalidPackageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String field;
    private final String value;
    private final String expected;

    InvalidPackageException(String field, String value, String expected) {
        super(field + ": " + value + ", expected " + expected);
        this.field = field;
        this.value = value;
        this.expected = expected;
    }

    /** What is wrong: {@code handler}, or {@code package}. */
    public String field() {
        return field;
    }

    /** What is there. */
    public String value() {
        return value;
    }

    /** What should be there. */
    public String expected() {
        return expected;
    }
}
