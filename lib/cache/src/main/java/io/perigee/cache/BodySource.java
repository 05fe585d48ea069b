package io.perigee.cache;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body as one reader takes it, on that reader's event loop. Views that it hands out are good until {@link #settled} or {@link #close}. */
interface BodySource {
    /** The next bytes, or null when there are none now: then it has ended, has failed, or calls {@code readable} later. */
    @Nullable
    Buffer poll();

    /** Whether all has been polled. */
    boolean ended();

    /** Why no more will come, if it broke off. */
    @Nullable
    Throwable failure();

    /** What to call, on the reader's event loop, when there is more after {@link #poll} gave null. */
    void whenReadable(Runnable readable);

    /** Everything that was polled has been used. */
    void settled();

    /** The reader needs no more, and everything that was polled has been used. Called once or more often. */
    void close();
}
