/**
 * From an IP address to a place, from two places to a distance.
 *
 * <p>Start here: {@link io.perigee.geo.GeoDatabase#lookup} gives the {@link io.perigee.geo.Geography} of an address.
 * Databases are an operator's file ({@link io.perigee.geo.mmdb.MmdbDatabase}), the built-in
 * {@link io.perigee.geo.ContinentTable}, or the named places of the demo ({@link io.perigee.geo.places.NamedPlaces}).
 * What a request says of its viewer is in {@link io.perigee.geo.viewer}; which edge a viewer is sent to is decided by
 * {@link io.perigee.geo.routing.RegionChoice}.
 */
@NullMarked
package io.perigee.geo;

import org.jspecify.annotations.NullMarked;
