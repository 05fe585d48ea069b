package io.perigee.observability;

/**
 * Why a request ended as its {@link Outcome} says. The label is used in logs and metrics and, as {@code detail}, in
 * {@code Cache-Status}.
 */
public enum Reason {
    /** A stored response that was fresh. */
    FRESH("fresh"),
    /** A stale response, served while it is being revalidated (RFC 5861, section 3). */
    STALE_WHILE_REVALIDATE("stale-while-revalidate"),
    /** A stale response, served because the origin failed (RFC 5861, section 4). */
    STALE_IF_ERROR("stale-if-error"),
    /** Joined another viewer's fetch of the same object. */
    COLLAPSED("collapsed"),
    /** Nothing is stored for the cache key. */
    NOT_STORED("not-stored"),
    /** Something is stored for the URL, but for other values of the fields that {@code Vary} names. */
    VARY("vary"),
    /** The stored response had expired. */
    EXPIRED("expired"),
    /** The stored response must be revalidated every time ({@code no-cache}). */
    NO_CACHE("no-cache"),
    /** The stored response was invalidated. */
    INVALIDATED("invalidated"),
    /** The node has lost the change log, so it revalidates whatever it has. */
    LOG_LOST("log-lost"),
    /** The viewer's request forbids an answer from the cache ({@code Cache-Control} of the request). */
    REQUEST_DIRECTIVE("request-directive"),
    /** A part of the object that is not stored. */
    PARTIAL("partial"),
    /** The response may not be stored: {@code no-store}, {@code private}, or a policy without caching. */
    NO_STORE("no-store"),
    /** The method is not one that the behavior caches. */
    METHOD("method"),
    /** The behavior says not to cache, or the request cannot be (upgrade, no key). */
    BYPASS("bypass"),
    /** Only stored responses were wanted ({@code only-if-cached}) and there was none (504). */
    ONLY_IF_CACHED("only-if-cached"),
    /** The object is too large for the cache. */
    TOO_LARGE("too-large"),

    /** Redirected to HTTPS by the viewer protocol policy. */
    HTTPS_REQUIRED("https-required"),
    /** Sent to an edge nearer to the viewer. */
    NEARER_EDGE("nearer-edge"),
    /** The viewer's country is not allowed (403). */
    GEO_RESTRICTED("geo-restricted"),
    /** A signed URL or cookie is missing, forged or expired (403). */
    UNSIGNED("unsigned"),
    /** No distribution answers to this host (404). */
    UNKNOWN_HOST("unknown-host"),
    /** The distribution is disabled (403). */
    DISTRIBUTION_DISABLED("distribution-disabled"),
    /** The request is not valid HTTP, or its target or fields are refused (400, 414, 431). */
    MALFORMED_REQUEST("malformed-request"),
    /** The method is not allowed by the behavior (403, 405). */
    METHOD_NOT_ALLOWED("method-not-allowed"),
    /** The request body is too large (413). */
    BODY_TOO_LARGE("body-too-large"),
    /** The request did not come whole in time (408). */
    REQUEST_TIMEOUT("request-timeout"),
    /** Refused by a rate limit or a firewall rule (403, 429). */
    BLOCKED("blocked"),
    /** The sender is not a node of this network (401, 403). */
    UNAUTHENTICATED("unauthenticated"),
    /** A request came back to a node that it has passed (508). */
    LOOP("loop"),
    /** Shed, because the node is at its capacity (503). */
    OVERLOAD("overload"),
    /** The node is draining or not ready (503). */
    NOT_READY("not-ready"),

    /** A function answered. */
    FUNCTION("function"),
    /** A function failed. */
    FUNCTION_ERROR("function-error"),
    /** A function took too long. */
    FUNCTION_TIMEOUT("function-timeout"),

    /** The origin answered with an error status. */
    ORIGIN_STATUS("origin-status"),
    /** No connection to the origin (502, 503). */
    ORIGIN_UNREACHABLE("origin-unreachable"),
    /** The origin did not answer in time (504). */
    ORIGIN_TIMEOUT("origin-timeout"),
    /** The origin's answer was not valid HTTP or was cut (502). */
    ORIGIN_INVALID("origin-invalid"),
    /** The viewer left before the response was sent. */
    VIEWER_GONE("viewer-gone"),
    /** Something that should not happen (500). */
    INTERNAL_ERROR("internal-error");

    private final String label;

    Reason(String label) {
        this.label = label;
    }

    /** Lower case words with hyphens: a token (RFC 9110, section 5.6.2), fit for logs, metrics and {@code detail}. */
    public String label() {
        return label;
    }
}
