package io.perigee.functions.lambda.runtime;

/** No program on this node runs that runtime; the message says which ones were looked at. */
public final class MissingInterpreterException extends RuntimeException {
    MissingInterpreterException(String message) {
        super(message);
    }
}
