/**
 * Cities by name, each with addresses out of the ranges reserved for documentation and benchmarks.
 *
 * <p>Start here: {@link io.perigee.geo.places.NamedPlaces}.
 */
@NullMarked
package io.perigee.geo.places;

import org.jspecify.annotations.NullMarked;
