package io.perigee.origin.store;

import java.io.IOException;

/** Keeps what happens to objects until others were told of it. Its methods block, and are called by many threads. */
public interface ObjectJournal {

    /** Keeps nothing. */
    ObjectJournal NONE = new ObjectJournal() {
        @Override
        public void admit(BucketName bucket, ObjectKey key) {
            // There is always room for nothing.
        }

        @Override
        public void record(ObjectEvent event) {
            // Nobody is to be told.
        }
    };

    /**
     * Called before an object is changed.
     *
     * @throws JournalFullException if there is no room for what would happen to it: it is not changed then
     */
    void admit(BucketName bucket, ObjectKey key) throws JournalFullException;

    /**
     * Keeps an event; it is on disk when this returns. Called after an object is in its place, and before one is removed, and in both cases
     * before the writer gets an answer: so no event of an acknowledged change is missing, and one may be of a removal that was cut off.
     *
     * @throws IOException if it cannot be kept: the writer is told that the change has failed
     */
    void record(ObjectEvent event) throws IOException;

    /** Others have to be told of so many events that no more are kept. */
    final class JournalFullException extends IOException {
        private static final long serialVersionUID = 1;

        public JournalFullException(String message) {
            super(message);
        }
    }
}
