/**
 * What of a viewer's request counts: for the cache key, and for the origin.
 *
 * <p>Start here: {@link io.perigee.delivery.key.CacheKeys} and {@link io.perigee.delivery.key.OriginRequests}, which read a behavior's
 * policies.
 */
@NullMarked
package io.perigee.delivery.key;

import org.jspecify.annotations.NullMarked;
