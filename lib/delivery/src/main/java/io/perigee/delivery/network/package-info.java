/**
 * Following the network's configuration: what edges and regional caches do with each entry of the change log.
 *
 * <p>Start here: {@link io.perigee.delivery.network.NetworkFollower}.
 */
@NullMarked
package io.perigee.delivery.network;

import org.jspecify.annotations.NullMarked;
