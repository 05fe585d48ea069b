package io.perigee.cache;

import org.jspecify.annotations.Nullable;

/** Who is told, on the producer's event loop, how it goes with a {@link SharedBody}. */
interface BodyListener {
    /** For a body that only its readers care about. */
    BodyListener NONE = new BodyListener() {
        @Override
        public void completed(@Nullable Chunks kept) {
            if (kept != null) {
                kept.release();
            }
        }

        @Override
        public void unkept() {
            // Nothing hangs on it.
        }

        @Override
        public void failed(Throwable cause) {
            // The readers learn of it.
        }
    };

    /**
     * All of it has come.
     *
     * @param kept with one reference for the listener to release; null when it was not kept
     */
    void completed(@Nullable Chunks kept);

    /** It has grown too long to be kept. */
    void unkept();

    /** It broke off, or was given up because nobody reads it. */
    void failed(Throwable cause);
}
