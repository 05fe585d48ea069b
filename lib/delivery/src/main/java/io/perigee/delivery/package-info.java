/**
 * The steps that edges and regional caches have in common: the cache key, the origin's request, functions at their points, contacting
 * origins, the protocol between the tiers, and following the network's configuration.
 *
 * <p>Start here: {@link io.perigee.delivery.DeliveryRequest} is what travels from step to step.
 */
@NullMarked
package io.perigee.delivery;

import org.jspecify.annotations.NullMarked;
