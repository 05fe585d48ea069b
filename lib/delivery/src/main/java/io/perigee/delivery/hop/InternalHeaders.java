package io.perigee.delivery.hop;

import io.perigee.httpcaching.Headers;

/** The headers that only nodes of the network send to each other. They are removed from whatever viewers and origins send. */
public final class InternalHeaders {

    public static final String PREFIX = "Perigee-";

    /** Proves that the sender is a node of the network. */
    public static final String AUTH = "Perigee-Auth";

    /** The distribution's id. */
    public static final String DISTRIBUTION = "Perigee-Distribution";

    /** The path pattern of the behavior that the edge chose. */
    public static final String BEHAVIOR = "Perigee-Behavior";

    /** Instead of a viewer's request: paths of the distribution's keys, separated by spaces, that an unsafe method may have changed. */
    public static final String INVALIDATE = "Perigee-Invalidate";

    /** The change log's sequence that the answer must be good at. */
    public static final String APPLIED = "Perigee-Applied";

    /** That the edge has a stale response already, and wants a fresh one. */
    public static final String FRESH = "Perigee-Fresh";

    /** On a response: the sequence that its fetch from the origin started at. */
    public static final String FETCHED_AT = "Perigee-Fetched-At";

    /** On a response: the sequence up to which no soft invalidation has made it stale. */
    public static final String VALIDATED_AT = "Perigee-Validated-At";

    /** On a response: that it did not come from the origin, and what it is instead (a word of CloudFront's result types). */
    public static final String RESULT = "Perigee-Result";

    /** On a response: there was none to be had from the origin, and why (a name of the cache's failures). */
    public static final String FAILURE = "Perigee-Failure";

    /** To an edge, from the network itself: fill the caches with this, as for a viewer. Its value names the job. */
    public static final String PREWARM = "Perigee-Prewarm";

    /** The request's id, client address, scheme, host and location. */
    public static final String REQUEST_ID = "Perigee-Request-Id";

    public static final String CLIENT = "Perigee-Client";
    public static final String SCHEME = "Perigee-Scheme";
    public static final String HOST = "Perigee-Host";
    public static final String LOCATION = "Perigee-Location";

    /** Where a viewer-request function wants the request to go in place of the behavior's origin. */
    public static final String ORIGIN = "Perigee-Origin";

    /** The {@code Host} that the origin is to get; empty: its own. */
    public static final String FORWARDED_HOST = "Perigee-Forwarded-Host";

    /** What a viewer may claim to be, where the edge's configuration allows it: a city or an address. */
    public static final String CLAIMED_VIEWER = "Perigee-Viewer";

    private InternalHeaders() {}

    public static boolean isInternal(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** {@code headers} without internal ones. */
    public static Headers removed(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (isInternal(headers.nameAt(i))) {
                Headers.Builder kept = Headers.builder();
                headers.forEach((name, value) -> {
                    if (!isInternal(name)) {
                        kept.add(name, value);
                    }
                });
                return kept.build();
            }
        }
        return headers;
    }
}
