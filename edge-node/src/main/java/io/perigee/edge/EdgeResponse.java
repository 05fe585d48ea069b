package io.perigee.edge;

import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way to the viewer.
 *
 * @param cacheStatus this node's entry in {@code Cache-Status}
 */
record EdgeResponse(
        ResponseHead head,
        EdgeBody body,
        Outcome outcome,
        Reason reason,
        @Nullable CacheStatus cacheStatus) {

    EdgeResponse with(ResponseHead changed) {
        return new EdgeResponse(changed, body, outcome, reason, cacheStatus);
    }

    EdgeResponse with(ResponseHead changed, EdgeBody replacement) {
        return new EdgeResponse(changed, replacement, outcome, reason, cacheStatus);
    }
}
