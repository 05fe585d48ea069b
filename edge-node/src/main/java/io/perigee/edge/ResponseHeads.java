package io.perigee.edge;

import io.perigee.cache.CacheTags;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.response.PolicyHeaders;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import org.jspecify.annotations.Nullable;

/** The headers that the edge adds: what the behavior's policy says, and how the response came about. */
final class ResponseHeads {

    private final String location;
    private final String via;

    /**
     * @param location the node's place, as {@code X-Amz-Cf-Pop} has it
     * @param via this node's name in {@code Via}
     */
    ResponseHeads(String location, String via) {
        this.location = location;
        this.via = via;
    }

    /** What the response headers policy makes of a head. */
    ResponseHead withPolicy(Visit visit, ResponseHead head) {
        ResponseHeadersPolicy policy = visit.behavior().responseHeadersPolicy();
        return policy == null
                ? head
                : PolicyHeaders.apply(policy, visit.request().head(), head);
    }

    /** A head as the viewer gets it. */
    ResponseHead finished(EdgeResponse response, String requestId) {
        Headers headers = InternalHeaders.removed(response.head().headers());
        Headers.Builder finished = HopByHop.appendVia(headers, via).toBuilder();
        String cacheStatus = cacheStatus(response, headers.combined("Cache-Status"));
        if (cacheStatus != null) {
            finished.set("Cache-Status", cacheStatus);
        }
        finished.remove(CacheTags.FIELD);
        finished.set("X-Cache", response.outcome().xCache());
        finished.set("X-Amz-Cf-Pop", location);
        finished.set("X-Amz-Cf-Id", requestId);
        return new ResponseHead(response.head().status(), finished.build());
    }

    /** What the tiers behind said when the response was fetched says nothing about this request when it was answered from here. */
    private static @Nullable String cacheStatus(EdgeResponse response, @Nullable String upstream) {
        CacheStatus own = response.cacheStatus();
        if (own == null) {
            return null;
        }
        boolean fromHere = response.outcome() == Outcome.Hit || response.reason() == Reason.FRESH;
        return own.appendTo(fromHere ? null : upstream);
    }
}
