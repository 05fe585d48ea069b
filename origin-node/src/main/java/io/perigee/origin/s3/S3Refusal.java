package io.perigee.origin.s3;

/** Ends a call with an error answer. Thrown wherever the reason is found, turned into an answer in {@link S3Handler}. */
final class S3Refusal extends RuntimeException {

    private final S3Error error;

    S3Refusal(S3Error error) {
        this(error, error.message());
    }

    S3Refusal(S3Error error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    S3Error error() {
        return error;
    }

    String text() {
        String message = getMessage();
        return message == null ? error.message() : message;
    }
}
