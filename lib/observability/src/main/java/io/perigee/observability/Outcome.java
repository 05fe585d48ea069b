package io.perigee.observability;

/**
 * How a request ended, in the words of CloudFront's {@code x-edge-result-type} and {@code x-edge-detailed-result-type}
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html">standard
 * log fields</a>) and of its {@code X-Cache} response header. The constants are the words themselves.
 */
public enum Outcome {
    /** Served from this node's cache. */
    Hit,
    /** The stored response had expired; the next tier confirmed it with 304. */
    RefreshHit,
    /** Served from the regional tier's cache on behalf of this node. Detailed result only; its result type is Miss. */
    OriginShieldHit,
    /** Not in the cache: fetched. */
    Miss,
    /** The viewer got an error: a malformed request, a refusal, or an error of the origin. */
    Error,
    /** A redirect that this node made, such as from HTTP to HTTPS. */
    Redirect,
    /** Refused since a limit of the distribution or of the viewer was exceeded. */
    LimitExceeded,
    /** Refused since this node was at its capacity. */
    CapacityExceeded,
    /** A function answered instead of the origin. */
    LambdaGeneratedResponse,
    /** A function failed or ran out of time (502, 503). */
    LambdaExecutionError,
    /** A function's result was not valid (502). */
    LambdaValidationError,
    /** A function was throttled or exceeded its concurrency (503). */
    LambdaLimitExceeded,
    /** A light viewer function answered instead of the cache. */
    FunctionGeneratedResponse,
    /** A light viewer function failed or its result was not valid. */
    FunctionExecutionError,
    /** A light viewer function exceeded its compute limit. */
    FunctionThrottledError;

    private final String xCache = name() + " from perigee";

    /** Value of the {@code X-Cache} response header, such as {@code Hit from perigee}. */
    public String xCache() {
        return xCache;
    }

    /** The value for {@code x-edge-result-type}, which knows no tier behind this one. */
    public Outcome resultType() {
        return this == OriginShieldHit ? Miss : this;
    }
}
