package io.perigee.cache;

/**
 * Counts since the start, and what is there now, at about one moment.
 *
 * @param hits answered from what was stored and fresh
 * @param misses answered by a fetch made for the request
 * @param refreshHits answered from what was stored after a 304
 * @param staleHits answered from what was stored and stale
 * @param collapsed answered by a fetch that another request had started
 * @param bypasses passed to the upstream without taking part
 * @param failures answered with a {@link Failure}
 * @param fetches requests sent upstream, of all purposes
 * @param backgroundRefreshes of them, those for {@code stale-while-revalidate}
 * @param sliceFetches of them, those for one slice of a large object
 * @param evictions stored keys removed for want of space
 * @param objects keys that have something stored, now; each slice of a large object has its own
 * @param storedBytes what they take, now
 * @param inFlight fetches that others may join, now
 * @param inFlightBytes bodies being fetched in order to be stored, in bytes, now
 * @param marks invalidation marks, now
 */
public record CacheCounters(
        long hits,
        long misses,
        long refreshHits,
        long staleHits,
        long collapsed,
        long bypasses,
        long failures,
        long fetches,
        long backgroundRefreshes,
        long sliceFetches,
        long evictions,
        long objects,
        long storedBytes,
        long inFlight,
        long inFlightBytes,
        long marks) {}
