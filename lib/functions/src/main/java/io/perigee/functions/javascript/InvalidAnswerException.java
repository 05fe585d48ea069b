package io.perigee.functions.javascript;

import io.perigee.functions.Violation;
import org.jspecify.annotations.Nullable;

/** A handler answered with something that is neither a request nor a response. Carries no stack trace. */
final class InvalidAnswerException extends RuntimeException {
    private final Violation violation;

    InvalidAnswerException(String field, @Nullable Object value, String expected) {
        super(null, null, false, false);
        violation = new Violation(field, String.valueOf(value), expected);
    }

    Violation violation() {
        return violation;
    }
}
