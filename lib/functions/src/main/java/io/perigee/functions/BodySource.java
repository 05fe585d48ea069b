package io.perigee.functions;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * A response body that has not been read yet. Nothing is buffered unless a function asks for it, so that functions which
 * only look at headers let large bodies stream by.
 */
@FunctionalInterface
public interface BodySource {
    /** The source of events that have no readable body: {@link #read} fails. */
    BodySource NONE = limit -> Future.failedFuture(new IllegalStateException("this event has no readable body"));

    /**
     * The whole body. Fails with {@link BodyTooLargeException} if it has more than {@code limit} bytes, in which case what
     * was read is kept by the source, so that the response can still be streamed on untouched.
     */
    Future<Buffer> read(int limit);
}
