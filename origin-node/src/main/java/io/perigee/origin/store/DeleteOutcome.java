package io.perigee.origin.store;

/** What became of a bucket that was to be deleted. */
public enum DeleteOutcome {
    DELETED,
    NO_SUCH_BUCKET,
    NOT_EMPTY
}
