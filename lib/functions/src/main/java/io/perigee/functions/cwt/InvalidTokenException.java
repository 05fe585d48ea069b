package io.perigee.functions.cwt;

/** A token that is not valid, or that cannot be made of what it was to say. The message names the field. */
public final class InvalidTokenException extends RuntimeException {
    InvalidTokenException(String message) {
        super(message, null, false, false);
    }
}
