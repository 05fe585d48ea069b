package io.perigee.origin.store;

import java.time.Instant;

/** A change of an object that is on disk for good. */
public sealed interface ObjectEvent {

    /** The object's bucket. */
    BucketName bucket();

    /** The object's key. */
    ObjectKey key();

    /** Orders the events of one key: a later change has a higher number. */
    long ordinal();

    /** How an object came to be. */
    enum Creation {
        PUT,
        COPY
    }

    /** An object was written, in place of an older one or not. */
    record ObjectCreated(StoredObject object, Creation how) implements ObjectEvent {
        @Override
        public BucketName bucket() {
            return object.bucket();
        }

        @Override
        public ObjectKey key() {
            return object.key();
        }

        @Override
        public long ordinal() {
            return object.ordinal();
        }
    }

    /** An object was deleted; in a journal: is about to be. */
    record ObjectRemoved(BucketName bucket, ObjectKey key, long ordinal, Instant at) implements ObjectEvent {}
}
