package io.perigee.observability;

/**
 * Why a request ended as its {@link Outcome} says. The label is used in logs and metrics and, as {@code detail}, in
 * {@code Cache-Status}; the forward token is that of RFC 9211, section 2.2.
 */
public enum Reason {
    /** A stored response that was fresh. */
    FRESH("fresh", Forward.NONE),
    /** A stale response, served while it is being revalidated (RFC 5861, section 3). */
    STALE_WHILE_REVALIDATE("stale-while-revalidate", Forward.NONE),
    /** A stale response, served because the origin failed (RFC 5861, section 4). */
    STALE_IF_ERROR("stale-if-error", Forward.NONE),
    /** Joined another viewer's fetch of the same object. */
    COLLAPSED("collapsed", Forward.URI_MISS),
    /** Nothing is stored for the cache key. */
    NOT_STORED("not-stored", Forward.URI_MISS),
    /** Something is stored for the URL, but for other values of the fields that {@code Vary} names. */
    VARY("vary", Forward.VARY_MISS),
    /** The stored response had expired. */
    EXPIRED("expired", Forward.STALE),
    /** The stored response must be revalidated every time ({@code no-cache}). */
    NO_CACHE("no-cache", Forward.STALE),
    /** The stored response was invalidated. */
    INVALIDATED("invalidated", Forward.STALE),
    /** The node has lost the change log, so it revalidates whatever it has. */
    LOG_LOST("log-lost", Forward.STALE),
    /** The viewer's request forbids an answer from the cache ({@code Cache-Control} of the request). */
    REQUEST_DIRECTIVE("request-directive", Forward.REQUEST),
    /** A part of the object that is not stored. */
    PARTIAL("partial", Forward.PARTIAL),
    /** The response may not be stored: {@code no-store}, {@code private}, or a policy without caching. */
    NO_STORE("no-store", Forward.BYPASS),
    /** The method is not one that the behavior caches. */
    METHOD("method", Forward.METHOD),
    /** The behavior says not to cache, or the request cannot be (upgrade, no key). */
    BYPASS("bypass", Forward.BYPASS),
    /** Only stored responses were wanted ({@code only-if-cached}) and there was none (504). */
    ONLY_IF_CACHED("only-if-cached", Forward.NONE),
    /** The object is too large for the cache. */
    TOO_LARGE("too-large", Forward.BYPASS),

    /** Redirected to HTTPS by the viewer protocol policy. */
    HTTPS_REQUIRED("https-required", Forward.NONE),
    /** Sent to an edge nearer to the viewer. */
    NEARER_EDGE("nearer-edge", Forward.NONE),
    /** The viewer's country is not allowed (403). */
    GEO_RESTRICTED("geo-restricted", Forward.NONE),
    /** A signed URL or cookie is missing, forged or expired (403). */
    UNSIGNED("unsigned", Forward.NONE),
    /** No distribution answers to this host (404). */
    UNKNOWN_HOST("unknown-host", Forward.NONE),
    /** The distribution is disabled (403). */
    DISTRIBUTION_DISABLED("distribution-disabled", Forward.NONE),
    /** The request is not valid HTTP, or its target or fields are refused (400, 414, 431). */
    MALFORMED_REQUEST("malformed-request", Forward.NONE),
    /** The method is not allowed by the behavior (403, 405). */
    METHOD_NOT_ALLOWED("method-not-allowed", Forward.NONE),
    /** The request body is too large (413). */
    BODY_TOO_LARGE("body-too-large", Forward.NONE),
    /** The request did not come whole in time (408). */
    REQUEST_TIMEOUT("request-timeout", Forward.NONE),
    /** Refused by a rate limit or a firewall rule (403, 429). */
    BLOCKED("blocked", Forward.NONE),
    /** The sender is not a node of this network (401, 403). */
    UNAUTHENTICATED("unauthenticated", Forward.NONE),
    /** A request came back to a node that it has passed (508). */
    LOOP("loop", Forward.NONE),
    /** Shed, because the node is at its capacity (503). */
    OVERLOAD("overload", Forward.NONE),
    /** The node is draining or not ready (503). */
    NOT_READY("not-ready", Forward.NONE),

    /** A function answered. */
    FUNCTION("function", Forward.NONE),
    /** A function failed. */
    FUNCTION_ERROR("function-error", Forward.NONE),
    /** A function took too long. */
    FUNCTION_TIMEOUT("function-timeout", Forward.NONE),

    /** The origin answered with an error status. */
    ORIGIN_STATUS("origin-status", Forward.MISS),
    /** No connection to the origin (502, 503). */
    ORIGIN_UNREACHABLE("origin-unreachable", Forward.MISS),
    /** The origin did not answer in time (504). */
    ORIGIN_TIMEOUT("origin-timeout", Forward.MISS),
    /** The origin's answer was not valid HTTP or was cut (502). */
    ORIGIN_INVALID("origin-invalid", Forward.MISS),
    /** The viewer left before the response was sent. */
    VIEWER_GONE("viewer-gone", Forward.NONE),
    /** Something that should not happen (500). */
    INTERNAL_ERROR("internal-error", Forward.NONE);

    /** Why the request went forward: the values of {@code fwd} (RFC 9211, section 2.2). */
    public enum Forward {
        /** It did not go forward. */
        NONE(""),
        BYPASS("bypass"),
        METHOD("method"),
        URI_MISS("uri-miss"),
        VARY_MISS("vary-miss"),
        MISS("miss"),
        REQUEST("request"),
        STALE("stale"),
        PARTIAL("partial");

        private final String token;

        Forward(String token) {
            this.token = token;
        }

        /** The token as it stands in {@code Cache-Status}; empty for {@link #NONE}. */
        public String token() {
            return token;
        }
    }

    private final String label;
    private final Forward forward;
    private final String cacheStatus;

    Reason(String label, Forward forward) {
        this.label = label;
        this.forward = forward;
        this.cacheStatus = switch (label) {
            case "fresh" -> "hit";
            case "stale-while-revalidate", "stale-if-error" -> "hit; detail=" + label;
            case "collapsed" -> "fwd=uri-miss; collapsed";
            default ->
                forward == Forward.NONE
                        ? "detail=" + label
                        : "fwd=" + forward.token() + (forward.token().equals(label) ? "" : "; detail=" + label);
        };
    }

    /** Lower case words with hyphens: a token (RFC 9110, section 5.6.2), fit for logs, metrics and {@code detail}. */
    public String label() {
        return label;
    }

    public Forward forward() {
        return forward;
    }

    /** Whether the answer came out of the cache without going forward: the parameter {@code hit} of RFC 9211. */
    public boolean isHit() {
        return this == FRESH || this == STALE_WHILE_REVALIDATE || this == STALE_IF_ERROR;
    }

    /**
     * Parameters for {@code Cache-Status} (RFC 9211) that follow from the reason alone, such as {@code hit},
     * {@code fwd=uri-miss; collapsed}, {@code detail=geo-restricted}. Status, TTL, key and {@code stored} are the
     * caller's to add.
     */
    public String cacheStatus() {
        return cacheStatus;
    }
}
