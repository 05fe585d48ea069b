package io.perigee.geo.routing;

import io.perigee.geo.Continent;
import java.util.Map;

/** How an edge is chosen for a viewer; the names are Route 53's. */
public sealed interface RoutingPolicy {

    /** The nearest edge first. */
    record Proximity() implements RoutingPolicy {}

    /**
     * The region that the operator set for the viewer's country, else for the continent; its edges come first, then
     * the others by proximity.
     *
     * @param byCountry ISO 3166-1 alpha-2 code to region
     * @param byContinent continent to region
     */
    record Geolocation(Map<String, String> byCountry, Map<Continent, String> byContinent) implements RoutingPolicy {
        public Geolocation {
            byCountry = Map.copyOf(byCountry);
            byContinent = Map.copyOf(byContinent);
        }
    }

    /** Viewers are spread over all edges in proportion to their weights, wherever they are; a viewer keeps its edge. */
    record Weighted() implements RoutingPolicy {}

    RoutingPolicy PROXIMITY = new Proximity();
}
