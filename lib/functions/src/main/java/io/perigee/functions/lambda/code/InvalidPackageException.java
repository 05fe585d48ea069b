package io.perigee.functions.lambda.code;

/** A deployment package is not what Lambda takes; the message says in what. */
public final class InvalidPackageException extends RuntimeException {
    InvalidPackageException(String message) {
        super(message);
    }
}
