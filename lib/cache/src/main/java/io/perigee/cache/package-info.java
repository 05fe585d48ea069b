/**
 * The cache that both tiers share: keys, lookup, request collapsing, memory, invalidation marks, revalidation, stale answers.
 *
 * <p>Start here: {@link io.perigee.cache.CacheTier#serve} answers a {@link io.perigee.cache.CacheCall} with an
 * {@link io.perigee.cache.Answer}, asking an {@link io.perigee.cache.Upstream} where it must. {@link io.perigee.cache.InvalidationMarks}
 * says what is dead; {@link io.perigee.cache.SequenceView} says how much of the change log this node knows;
 * {@link io.perigee.cache.Slices} says how large objects, and what came in parts, lie in the cache.
 *
 * <p>What may be stored, for how long, and what a 304 changes is decided in {@code io.perigee.httpcaching}; distributions and the
 * cluster are unknown here.
 */
@NullMarked
package io.perigee.cache;

import org.jspecify.annotations.NullMarked;
