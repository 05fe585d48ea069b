package io.perigee.httpcaching;

/**
 * A distribution's minimum, default and maximum TTL, laid over what the origin says as CloudFront documents it.
 *
 * <ul>
 *   <li>The origin gives a lifetime ({@code s-maxage}, else {@code max-age}, else {@code Expires}): that, but not below the
 *       minimum nor above the maximum.
 *   <li>It gives none: the default, or the minimum if that is greater.
 *   <li>It says {@code no-cache}, {@code no-store} or {@code private}: with a minimum of 0 that is respected; else the object is
 *       cached for the minimum.
 *   <li>{@code stale-while-revalidate} and {@code stale-if-error} count up to the maximum.
 *   <li>A maximum of 0 means that nothing is stored.
 * </ul>
 *
 * <p>Lifetimes are compared with an object's age, which includes what upstream caches say in {@code Age}: an object
 * runs out in all tiers at once. For error responses pass {@link #ofError}: CloudFront's error caching minimum TTL follows
 * the same table.
 *
 * @param minimumSeconds 0 to 2^31, at most the maximum
 * @param defaultSeconds 0 to 2^31; applies to statuses that are cacheable by default (RFC 9110 section 15.1)
 * @param maximumSeconds 0 to 2^31
 * @param heuristics whether a response without a lifetime but with {@code Last-Modified} gets a tenth of its age at the origin,
 *     24 hours at most (RFC 9111 section 4.2.2), before the default is looked at
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html">Managing how long content
 *     stays in the cache</a>
 */
public record TtlBounds(long minimumSeconds, long defaultSeconds, long maximumSeconds, boolean heuristics) {
    /** The largest value of each bound: 2^31 seconds. */
    public static final long UNBOUNDED = DeltaSeconds.MAXIMUM;

    /** Only what the origin's Cache-Control and Expires say: no minimum, no default, no maximum, no heuristics. */
    public static final TtlBounds ORIGIN_ONLY = new TtlBounds(0, 0, UNBOUNDED, false);

    public TtlBounds {
        check("minimum", minimumSeconds);
        check("default", defaultSeconds);
        check("maximum", maximumSeconds);
        if (minimumSeconds > maximumSeconds) {
            throw new IllegalArgumentException(
                    "minimum TTL " + minimumSeconds + " is greater than maximum TTL " + maximumSeconds);
        }
    }

    /** The bounds for an error response: the greater of the error caching minimum TTL and what the origin says. */
    public static TtlBounds ofError(long errorCachingMinimumSeconds) {
        return new TtlBounds(errorCachingMinimumSeconds, errorCachingMinimumSeconds, UNBOUNDED, false);
    }

    public TtlBounds withHeuristics(boolean replacement) {
        return new TtlBounds(minimumSeconds, defaultSeconds, maximumSeconds, replacement);
    }

    /** The lifetime for one that the origin gave. */
    long clampSeconds(long originSeconds) {
        return Math.min(Math.max(originSeconds, minimumSeconds), maximumSeconds);
    }

    private static void check(String name, long seconds) {
        if (seconds < 0 || seconds > UNBOUNDED) {
            throw new IllegalArgumentException(name + " TTL must be 0 to " + UNBOUNDED + " seconds, was " + seconds);
        }
    }
}
