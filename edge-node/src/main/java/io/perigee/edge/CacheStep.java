package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.cache.CacheCall;
import io.perigee.cache.CacheKey;
import io.perigee.cache.CacheTier;
import io.perigee.cache.ForwardedRequest;
import io.perigee.cache.Upstream;
import io.perigee.delivery.http.Contexts;
import io.perigee.delivery.key.CacheKeys;
import io.perigee.delivery.key.OriginRequests;
import io.perigee.delivery.key.TtlRules;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.edge.compression.Compression;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks the request up under its cache key, and gets what is not there from upstream. */
final class CacheStep {

    private static final List<String> DIRECTIVES = List.of(HeaderNames.CACHE_CONTROL, HeaderNames.PRAGMA);

    private final CacheTier cache;
    private final EdgeUpstream upstream;
    private final Compression compression;
    private final TtlRules ttl;
    private final String via;

    /** @param via this node's name in {@code Via} */
    CacheStep(CacheTier cache, EdgeUpstream upstream, Compression compression, TtlRules ttl, String via) {
        this.cache = cache;
        this.upstream = upstream;
        this.compression = compression;
        this.ttl = ttl;
        this.via = via;
    }

    /**
     * Answers the request; for a fresh hit before this returns.
     *
     * @param body of the request, paused; null for none
     */
    void serve(Visit visit, @Nullable ReadStream<Buffer> body, Handler<Answer> answered) {
        ViewerRequest request = visit.request();
        CompiledBehavior behavior = visit.behavior();
        String method = request.head().method();
        CacheKey key =
                CacheKeys.of(visit.distribution().id(), behavior, request.head().target(), request::field);
        ForwardedRequest forwarded = new ForwardedRequest(method, () -> forwarded(request, behavior));
        CacheControl directives = behavior.cachePolicy().viewerDirectives()
                ? CacheControl.ofRequest(request.head().headers())
                : CacheControl.NONE;
        boolean passed = isPassed(method, behavior);
        Answer hit = passed ? null : cache.hit(key, forwarded, directives, 0);
        if (hit == null) {
            fetch(visit, body, key, forwarded, directives, passed, answered);
        } else {
            visit.ending().of(hit);
            answered.handle(hit);
        }
    }

    private void fetch(
            Visit visit,
            @Nullable ReadStream<Buffer> body,
            CacheKey key,
            ForwardedRequest forwarded,
            CacheControl directives,
            boolean passed,
            Handler<Answer> answered) {
        CacheCall call = new CacheCall(
                key,
                forwarded,
                directives,
                ttl.bounds(visit.behavior()),
                ttl.errors(visit.distribution()),
                Contexts.current(),
                0,
                passed);
        Upstream behind = sent -> upstream.send(visit.delivery(body), key, sent);
        Ending ending = visit.ending();
        cache.serve(call, compression.of(visit.behavior(), behind), ending.guard(answer -> {
            ending.of(answer);
            answered.handle(answer);
        }));
    }

    /** Where caching is off there is no use in waiting for each other, and the origin sees conditions and ranges as they came. */
    private static boolean isPassed(String method, CompiledBehavior behavior) {
        return behavior.cachePolicy().maxTtl().toSeconds() == 0
                || (method.equals("OPTIONS") && !behavior.cachesMethod(method));
    }

    private RequestHead forwarded(ViewerRequest request, CompiledBehavior behavior) {
        RequestHead selected = OriginRequests.of(behavior, request.head(), request::field);
        String forwardedFor = request.head().headers().combined("X-Forwarded-For");
        String client = request.viewer().address().getHostAddress();
        Headers.Builder headers = selected.headers().toBuilder();
        HopByHop.appendVia(headers, via);
        headers.set("X-Forwarded-For", forwardedFor == null ? client : forwardedFor + ", " + client);
        headers.set("X-Amz-Cf-Id", request.id());
        if (behavior.cachePolicy().viewerDirectives()) {
            for (String name : DIRECTIVES) {
                String value = request.head().headers().combined(name);
                if (value != null) {
                    headers.set(name, value);
                }
            }
        }
        return new RequestHead(selected.method(), selected.target(), headers.build());
    }
}
