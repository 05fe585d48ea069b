package io.perigee.cache;

/** How long error responses are cached at least (CloudFront's error caching minimum TTL), by status. */
@FunctionalInterface
public interface ErrorTtl {
    /** Nothing beyond what the response itself says. */
    ErrorTtl NONE = status -> 0;

    /**
     * The least time to keep a response of this status.
     *
     * @param status 400 to 599
     * @return seconds, 0 or more; 0: only as long as the response's own headers say
     */
    long seconds(int status);
}
