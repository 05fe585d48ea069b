package io.perigee.delivery.exchange;

import io.perigee.cache.Failure;
import io.perigee.cache.UpstreamException;

/** A connection broke before there was a response on it. Has no stack trace: it is an outcome, not a defect. */
final class BrokenOffException extends Exception {

    private static final long serialVersionUID = 1;

    /** How far a request had come when its connection broke. */
    enum Progress {
        /** Not even its head was sent whole: the server cannot have done anything about it. */
        UNSENT,
        /** Sent on a connection that had served others before, which the server may have been closing meanwhile. */
        SENT_ON_KEPT,
        /** Sent on a connection of its own. */
        SENT
    }

    private final Progress progress;
    private final String what;

    BrokenOffException(Progress progress, String message, Throwable cause) {
        super(message, cause, false, false);
        this.progress = progress;
        this.what = message;
    }

    Progress progress() {
        return progress;
    }

    UpstreamException asUpstreamException() {
        return new UpstreamException(Failure.UPSTREAM_FAILED, what, getCause());
    }
}
