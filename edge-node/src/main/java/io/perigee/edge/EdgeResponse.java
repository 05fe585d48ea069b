package io.perigee.edge;

import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way to the viewer.
 *
 * @param headers this response's own: the steps on the way change them in place, because most responses come by thousands in a second and
 *     differ in little from what is stored
 * @param cacheStatus this node's entry in {@code Cache-Status}
 */
record EdgeResponse(
        int status,
        Headers.Builder headers,
        EdgeBody body,
        Outcome outcome,
        Reason reason,
        @Nullable CacheStatus cacheStatus) {

    EdgeResponse(ResponseHead head, EdgeBody body, Outcome outcome, Reason reason, @Nullable CacheStatus cacheStatus) {
        this(head.status(), head.headers().toBuilder(), body, outcome, reason, cacheStatus);
    }

    /** The head as it is now. */
    ResponseHead head() {
        return new ResponseHead(status, headers.build());
    }

    EdgeResponse with(Headers changed) {
        return new EdgeResponse(status, changed.toBuilder(), body, outcome, reason, cacheStatus);
    }

    EdgeResponse with(CacheStatus said) {
        return new EdgeResponse(status, headers, body, outcome, reason, said);
    }
}
