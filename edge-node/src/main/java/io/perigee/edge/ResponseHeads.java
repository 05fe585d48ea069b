package io.perigee.edge;

import io.perigee.cache.CacheTags;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.response.PolicyHeaders;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.HttpDate;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The headers that the edge adds: what the behavior's policy says, and how the response came about. */
final class ResponseHeads {

    private final String location;
    private final String via;
    private final LongSupplier clockMillis;

    /**
     * @param location the node's place, as {@code X-Amz-Cf-Pop} has it
     * @param via this node's name in {@code Via}
     * @param clockMillis epoch milliseconds
     */
    ResponseHeads(String location, String via, LongSupplier clockMillis) {
        this.location = location;
        this.via = via;
        this.clockMillis = clockMillis;
    }

    /** What the response headers policy makes of a response. */
    void addPolicy(Visit visit, EdgeResponse response) {
        CompiledBehavior behavior = visit.behavior();
        ResponseHeadersPolicy policy = behavior.responseHeadersPolicy();
        if (policy != null) {
            PolicyHeaders.apply(policy, behavior.addedHeaders(), visit.request().head(), response.headers());
        }
    }

    /** Completes the head as the viewer gets it. */
    void finish(EdgeResponse response, String requestId) {
        Headers.Builder headers = response.headers().removeIf(InternalHeaders::isInternal);
        if (!headers.contains(HeaderNames.DATE)) {
            // An origin's response counts from when it came, and the node's own need one (RFC 9110 section 6.6.1).
            headers.set(HeaderNames.DATE, HttpDate.format(clockMillis.getAsLong()));
        }
        HopByHop.appendVia(headers, via);
        String cacheStatus = cacheStatus(response, headers.combined(HeaderNames.CACHE_STATUS));
        if (cacheStatus != null) {
            headers.set(HeaderNames.CACHE_STATUS, cacheStatus);
        }
        headers.remove(CacheTags.FIELD);
        headers.set(HeaderNames.X_CACHE, response.outcome().xCache());
        headers.set(HeaderNames.X_AMZ_CF_POP, location);
        headers.set(HeaderNames.X_AMZ_CF_ID, requestId);
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
