package io.perigee.cache;

import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.TtlBounds;
import io.vertx.core.Context;

/**
 * One request to the cache. Made by {@link #of} and refined by the {@code with} methods.
 *
 * @param key what the response is found by
 * @param forwarded the request as it goes upstream: what the upstream must not see is already taken off
 * @param directives what the viewer may say about reuse: {@link CacheControl#ofRequest}, or {@link CacheControl#NONE} (as with
 *     CloudFront) for nothing
 * @param bounds the TTL bounds for responses below 400
 * @param errorTtl how long error responses are kept at least
 * @param context the event loop that {@link CacheTier#serve} is called on, and on which everything is called back
 * @param minimumSequence the answer must be good at this sequence of the change log; 0: at whatever this node has applied
 * @param bypass do not look into the cache and do not store
 */
public record CacheCall(
        CacheKey key,
        ForwardedRequest forwarded,
        CacheControl directives,
        TtlBounds bounds,
        ErrorTtl errorTtl,
        Context context,
        long minimumSequence,
        boolean bypass) {

    /** A call that takes the viewer's directives from the request and knows only the origin's TTLs. */
    public static CacheCall of(CacheKey key, RequestHead request, Context context) {
        return new CacheCall(
                key,
                ForwardedRequest.of(request),
                CacheControl.ofRequest(request.headers()),
                TtlBounds.ORIGIN_ONLY,
                ErrorTtl.NONE,
                context,
                0,
                false);
    }

    /** The method of the request. */
    String method() {
        return forwarded.method();
    }

    /** The request as it goes upstream. */
    RequestHead request() {
        return forwarded.head();
    }

    public CacheCall withDirectives(CacheControl replacement) {
        return new CacheCall(key, forwarded, replacement, bounds, errorTtl, context, minimumSequence, bypass);
    }

    public CacheCall withBounds(TtlBounds replacement) {
        return new CacheCall(key, forwarded, directives, replacement, errorTtl, context, minimumSequence, bypass);
    }

    public CacheCall withErrorTtl(ErrorTtl replacement) {
        return new CacheCall(key, forwarded, directives, bounds, replacement, context, minimumSequence, bypass);
    }

    public CacheCall withMinimumSequence(long replacement) {
        return new CacheCall(key, forwarded, directives, bounds, errorTtl, context, replacement, bypass);
    }

    public CacheCall bypassing() {
        return new CacheCall(key, forwarded, directives, bounds, errorTtl, context, minimumSequence, true);
    }

    /** The same for nobody, who validates what is stored: what is fetched is a GET's response, whose body is not wanted. */
    CacheCall inBackground() {
        RequestHead asked = request();
        RequestHead unread = new RequestHead("HEAD", asked.target(), asked.headers());
        return new CacheCall(
                key, ForwardedRequest.of(unread), CacheControl.NONE, bounds, errorTtl, context, minimumSequence, false);
    }

    /** The bounds for a response of this status. */
    TtlBounds boundsFor(int status) {
        return status < 400
                ? bounds
                : TtlBounds.ofError(errorTtl.seconds(status)).withHeuristics(bounds.heuristics());
    }
}
