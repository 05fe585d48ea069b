/**
 * What an edge and a regional cache are both made of: place, membership, cache, functions, the followed change log.
 *
 * <p>Start here: {@link io.perigee.delivery.tier.TierRuntime}.
 */
@NullMarked
package io.perigee.delivery.tier;

import org.jspecify.annotations.NullMarked;
