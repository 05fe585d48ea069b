package io.perigee.cache;

import org.jspecify.annotations.Nullable;

/** There will be no response, or no more of it, and why. Has no stack trace: it is an outcome, not a defect. */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Failure failure;

    public UpstreamException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    static Failure failureOf(Throwable cause) {
        return cause instanceof UpstreamException known ? known.failure : Failure.UPSTREAM_FAILED;
    }
}
