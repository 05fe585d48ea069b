/**
 * Which edge a viewer is sent to, and why.
 *
 * <p>Start here: {@link io.perigee.geo.routing.RegionChoice#rank}.
 */
@NullMarked
package io.perigee.geo.routing;

import org.jspecify.annotations.NullMarked;
