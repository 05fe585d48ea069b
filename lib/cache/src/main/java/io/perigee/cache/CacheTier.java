package io.perigee.cache;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Handler;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * One tier's cache: answers calls from what it stored, or asks upstream, once for all who want the same at the same time.
 *
 * <p>Used from any number of event loops at once. It blocks none and holds no lock while it calls out.
 */
public final class CacheTier implements AutoCloseable {
    private final InvalidationMarks marks = new InvalidationMarks();

    /**
     * An empty cache.
     *
     * @param log how much of the change log this node knows
     * @param nowMillis the time of day in milliseconds since 1970
     * @param background where sweeps run; may block there
     */
    public CacheTier(CacheSettings settings, SequenceView log, LongSupplier nowMillis, Executor background) {}

    /**
     * Answers a call. To be called on {@code call.context()}.
     *
     * <p>GET and HEAD are answered from the cache where RFC 9111 allows it. Other methods pass through, and when they are unsafe and
     * succeed they invalidate what is stored for their URI (RFC 9111 section 4.4).
     *
     * @param answered gets exactly one answer, on the call's context: for a fresh hit (and a stale one served while it is
     *     revalidated) before this method returns. It must end the answer's body
     */
    public void serve(CacheCall call, Upstream upstream, Handler<Answer> answered) {
        answered.handle(new Answer(
                new ResponseHead(Failure.CLOSED.status(), Headers.of()),
                EmptyBody.INSTANCE,
                new Outcome.Failed(Failure.CLOSED),
                Answer.Validity.ALWAYS,
                0,
                0,
                false));
    }

    /** Where invalidations are made known. */
    public InvalidationMarks marks() {
        return marks;
    }

    public CacheCounters counters() {
        return new CacheCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, marks.size());
    }

    /** Removes everything that is stored. Fetches under way go on but are not stored. */
    public void purge() {}

    /** Stops fetches, gives all memory back (what is still being written: when it has been written) and refuses further calls. */
    @Override
    public void close() {}
}
