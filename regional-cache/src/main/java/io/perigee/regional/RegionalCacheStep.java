package io.perigee.regional;

import io.perigee.cache.Answer;
import io.perigee.cache.CacheCall;
import io.perigee.cache.CacheKey;
import io.perigee.cache.CacheTier;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.http.Contexts;
import io.perigee.delivery.key.CacheKeys;
import io.perigee.delivery.key.TtlRules;
import io.perigee.delivery.origin.OriginFetch;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.Handler;

/** Looks the request up under the key that the edge used, and gets what is not there from the origin. */
final class RegionalCacheStep {

    private final CacheTier cache;
    private final OriginFetch origin;
    private final TtlRules ttl;
    private final SimulatedLatency latency;

    RegionalCacheStep(CacheTier cache, OriginFetch origin, TtlRules ttl, SimulatedLatency latency) {
        this.cache = cache;
        this.origin = origin;
        this.ttl = ttl;
        this.latency = latency;
    }

    void forget(Hop.Written written, Runnable forgotten) {
        cache.invalidateHere(written.distribution(), written.paths(), Contexts.current(), forgotten);
    }

    /**
     * Answers the request.
     *
     * @param fresh whether the edge has a stale response already, and wants a fresh one
     */
    void serve(
            DeliveryRequest request,
            boolean fresh,
            long minimumSequence,
            RegionalEnding ending,
            Handler<Answer> answered) {
        RequestHead head = request.head();
        CacheKey key =
                CacheKeys.of(request.distribution().id(), request.behavior(), head.target(), head.headers()::combined);
        CacheCall call = CacheCall.of(key, head, Contexts.current())
                .withDirectives(directives(request, fresh))
                .withBounds(ttl.bounds(request.behavior()))
                .withErrorTtl(ttl.errors(request.distribution()))
                .withMinimumSequence(minimumSequence);
        if (!request.behavior().cachesMethod(head.method())) {
            call = call.bypassing();
        }
        cache.serve(
                call,
                sent -> latency.toOrigin().compose(arrived -> origin.fetch(request.with(sent.head()))),
                ending.guard(answer -> {
                    ending.holds(answer);
                    answered.handle(answer);
                }));
    }

    private static CacheControl directives(DeliveryRequest request, boolean fresh) {
        CacheControl viewers = request.behavior().cachePolicy().viewerDirectives()
                ? CacheControl.ofRequest(request.head().headers())
                : CacheControl.NONE;
        return fresh && viewers.equals(CacheControl.NONE) ? CacheControl.FRESH : viewers;
    }
}
