package io.perigee.cache;

import io.perigee.httpcaching.RequestHead;
import io.vertx.core.Context;

/**
 * One request to the cache. Made by {@link #of} and refined by the {@code with} methods.
 *
 * @param key what the response is found by
 * @param request the request as it goes upstream: what the upstream must not see is already taken off
 * @param errorTtl how long error responses are kept at least
 * @param context the event loop that {@link CacheTier#serve} is called on, and on which everything is called back
 * @param minimumSequence the answer must be good at this sequence of the change log; 0: at whatever this node has applied
 * @param bypass do not look into the cache and do not store
 */
public record CacheCall(
        CacheKey key, RequestHead request, ErrorTtl errorTtl, Context context, long minimumSequence, boolean bypass) {

    public static CacheCall of(CacheKey key, RequestHead request, Context context) {
        return new CacheCall(key, request, ErrorTtl.NONE, context, 0, false);
    }

    public CacheCall withErrorTtl(ErrorTtl replacement) {
        return new CacheCall(key, request, replacement, context, minimumSequence, bypass);
    }

    public CacheCall withMinimumSequence(long replacement) {
        return new CacheCall(key, request, errorTtl, context, replacement, bypass);
    }

    public CacheCall bypassing() {
        return new CacheCall(key, request, errorTtl, context, minimumSequence, true);
    }
}
