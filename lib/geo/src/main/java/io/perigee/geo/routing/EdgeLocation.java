package io.perigee.geo.routing;

import io.perigee.geo.Coordinates;

/**
 * An edge that viewers may be sent to.
 *
 * @param id unique among the edges
 * @param region the region it belongs to
 * @param weight its share of viewers among edges that are otherwise equal, 0 to 1000; 0 takes none while others can
 * @param healthy whether it can serve now
 */
public record EdgeLocation(String id, String region, Coordinates coordinates, int weight, boolean healthy) {

    /** @throws IllegalArgumentException when the weight is out of its range */
    public EdgeLocation {
        if (weight < 0 || weight > 1000) {
            throw new IllegalArgumentException("weight " + weight + " of edge " + id + ": expected 0 to 1000");
        }
    }
}
