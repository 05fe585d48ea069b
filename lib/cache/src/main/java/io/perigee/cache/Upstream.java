package io.perigee.cache;

import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a cache gets what it does not have: the regional tier for an edge, the origin for a regional cache.
 *
 * <p>One instance serves one call. It may be asked more than once (a validator that did not match, an invalidation that overtook the
 * fetch, another caller's failed fetch) and after the call's own answer was delivered (refresh in the background). It is
 * always asked on the call's context. Time limits are its own; every request must end in a response or a failure.
 */
@FunctionalInterface
public interface Upstream {
    /**
     * Sends a request.
     *
     * @return completes when the head of the response is there; fails with an {@link UpstreamException} when there will be none (any
     *     other exception counts as {@link Failure#UPSTREAM_FAILED})
     */
    Future<Response> send(Request request);

    /** What the request is sent for. */
    enum Purpose {
        /** The response is wanted whole, to be stored: the viewer's conditions and range are taken off. */
        FETCH,
        /** As {@link #FETCH}, in place of a stored response that has no validator or turned out to be another one. */
        REPLACE,
        /** As {@link #FETCH}, with the stored response's validators (RFC 9111 section 4.3.1). */
        REVALIDATE,
        /** One slice of a large object is wanted, to be stored: without the viewer's conditions, with the slice's range. */
        SLICE,
        /** For this caller only: the viewer's request as it is. */
        PASS
    }

    /**
     * What to send, and what its answer must live up to.
     *
     * @param head the request to send; the caller's own, but for the conditions and the range
     * @param minimumSequence the answer must have been fetched at, or be known good at, this sequence of the change log. An upstream
     *     that is a cache itself must not answer from what it stored before it has applied that much
     */
    record Request(RequestHead head, long minimumSequence, Purpose purpose) {

        /** Whether the cache has a response already that is not fresh, so that another stale one is of no use to it. */
        public boolean replacesStale() {
            return purpose == Purpose.REVALIDATE || purpose == Purpose.REPLACE;
        }
    }

    /**
     * A response whose body may be still to come.
     *
     * @param head status and headers as the upstream sent them
     * @param body null when there is none (204, 304, HEAD); handed over paused, on the call's context
     * @param fetchedAtSequence the sequence that the fetch from the origin started at, as the upstream says; 0 when it says
     *     nothing, which stands for the request's minimum
     * @param validatedAtSequence the sequence up to which no soft invalidation has made it stale, as an upstream that is a cache says; negative when
     *     it says nothing, which stands for the start of this request
     * @param abort gives up the rest of the body (resets the stream, closes the connection); harmless after its end
     */
    record Response(
            ResponseHead head,
            @Nullable ReadStream<Buffer> body,
            long fetchedAtSequence,
            long validatedAtSequence,
            Runnable abort) {

        /** An origin's: nothing but the start of its fetch is known. */
        public Response(ResponseHead head, @Nullable ReadStream<Buffer> body, long fetchedAtSequence, Runnable abort) {
            this(head, body, fetchedAtSequence, -1, abort);
        }
    }
}
