package io.perigee.cache;

import io.vertx.core.Context;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a stored response lie. Who has a place for the response in the cache holds a reference. */
sealed interface StoredBytes permits Chunks, BytesOnDisk {
    long length();

    /** What they take in memory, in bytes. */
    long capacity();

    /** Takes a reference unless all are gone. */
    boolean tryRetain();

    void release();

    /** The bytes for one reader, who takes over a reference; null when they are gone, and the reference with them. */
    @Nullable
    Opened toRead();

    /** Bytes that stay until they are released. */
    sealed interface Opened permits Chunks, BytesOnDisk.Held {
        /** Some of them for a reader on this event loop; takes over the reference. */
        BodySource source(Context context, long from, long count);

        /** All of them as the body of an answer; takes over the reference. */
        AnswerBody body(Context context);

        void release();
    }
}
