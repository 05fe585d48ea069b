/**
 * The node that collapses the misses of all the edges in its region, and contacts origins.
 *
 * <p>Start here: {@link io.perigee.regional.RegionalRequestPath} holds the order of a request's steps; {@link
 * io.perigee.regional.RegionalCache} puts a node together and starts it.
 */
@NullMarked
package io.perigee.regional;

import org.jspecify.annotations.NullMarked;
