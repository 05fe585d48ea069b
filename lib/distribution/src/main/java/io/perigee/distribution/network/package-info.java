/**
 * All resources of a network at one point of the change log, and the changes that lead from one point to the next.
 *
 * <p>Start here: {@link io.perigee.distribution.network.NetworkConfig}, {@link io.perigee.distribution.network.Change}.
 */
@NullMarked
package io.perigee.distribution.network;

import org.jspecify.annotations.NullMarked;
