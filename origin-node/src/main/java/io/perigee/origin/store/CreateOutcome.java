package io.perigee.origin.store;

/** What became of a bucket that was to be made. */
public enum CreateOutcome {
    CREATED,
    ALREADY_THERE,
    TOO_MANY_BUCKETS
}
