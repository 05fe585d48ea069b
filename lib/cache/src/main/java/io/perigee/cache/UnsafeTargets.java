package io.perigee.cache;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.UnsafeInvalidation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a request with an unsafe method may have changed, as the paths of cache keys (RFC 9111 section 4.4). */
public final class UnsafeTargets {

    private UnsafeTargets() {}

    /**
     * Each once; empty when the method is safe or the response is an error.
     *
     * @param key what a GET of the request's target would be found by
     * @param request as it went upstream
     */
    public static List<String> of(CacheKey key, RequestHead request, ResponseHead response) {
        String host = request.headers().first(HeaderNames.HOST);
        Set<String> targets = new LinkedHashSet<>();
        // The scheme is not known here: what is the same host is taken for the same origin.
        for (String scheme : List.of("https", "http")) {
            targets.addAll(UnsafeInvalidation.targets(scheme, host == null ? "" : host, request, response));
        }
        if (!targets.isEmpty()) {
            targets.add(key.path());
        }
        return List.copyOf(targets);
    }
}
