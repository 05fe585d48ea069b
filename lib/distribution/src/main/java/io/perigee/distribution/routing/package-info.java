/**
 * The config as the request path asks it: which distribution has this host, which behavior this path, and with it
 * policies, origins and functions, all looked up beforehand.
 *
 * <p>Start here: {@link io.perigee.distribution.routing.DistributionRouting}.
 */
@NullMarked
package io.perigee.distribution.routing;

import org.jspecify.annotations.NullMarked;
