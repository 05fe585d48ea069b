package io.perigee.distribution.schedule;

/** A text is no schedule; the message says what was expected in its place. */
public final class InvalidScheduleException extends RuntimeException {

    InvalidScheduleException(String expected) {
        super(expected);
    }
}
