package io.perigee.functions;

import org.jspecify.annotations.Nullable;

/** A function has chosen an origin in a way that is not as documented. Carries no stack trace. */
public final class InvalidOriginException extends RuntimeException {
    private final Violation violation;

    InvalidOriginException(String field, @Nullable Object value, String expected) {
        super(null, null, false, false);
        violation = new Violation("origin." + field, String.valueOf(value), expected);
    }

    public Violation violation() {
        return violation;
    }

    @Override
    public String getMessage() {
        return violation.toString();
    }
}
