package io.perigee.origin.store;

/** What became of an object that was to be written. */
public sealed interface PutOutcome {

    /** It is on disk. */
    record Stored(StoredObject object) implements PutOutcome {}

    /** It is not, and nothing changed. */
    enum Refused implements PutOutcome {
        /** There is no bucket of that name. */
        NO_SUCH_BUCKET,
        /** More than {@link StoreLimits#maximumObjectSize()}. */
        TOO_LARGE,
        /** {@link StoreLimits#maximumObjects()} or {@link StoreLimits#maximumStoredSize()} is reached. */
        STORE_FULL,
        /** The {@link WriteCondition} does not hold. */
        PRECONDITION_FAILED
    }
}
