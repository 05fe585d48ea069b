package io.perigee.control.router;

import io.perigee.geo.GeoDatabase;
import io.perigee.geo.Geography;
import io.perigee.geo.routing.EdgeLocation;
import io.perigee.geo.routing.RegionChoice;
import io.perigee.geo.routing.RegionChoice.Ranking;
import io.perigee.geo.routing.RoutingPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides which edge a viewer is sent to. */
final class Router {
    private final RoutingPolicy policy;
    private final GeoDatabase geography;
    private final RoutableEdges edges;
    private final ServedRegions servedRegions;

    Router(RoutingPolicy policy, GeoDatabase geography, RoutableEdges edges, ServedRegions servedRegions) {
        this.policy = policy;
        this.geography = geography;
        this.edges = edges;
        this.servedRegions = servedRegions;
    }

    Route route(RouteQuery query) {
        Geography place = geography.lookup(query.viewer());
        Map<String, RoutableEdge> eligible = new LinkedHashMap<>();
        List<Route.Excluded> excluded = new ArrayList<>();
        for (RoutableEdge edge : edges.edges()) {
            Exclusion why = exclusion(edge, query);
            if (why == null) {
                eligible.put(edge.id(), edge);
            } else {
                excluded.add(new Route.Excluded(edge, why));
            }
        }
        List<EdgeLocation> locations =
                eligible.values().stream().map(Router::location).toList();
        Ranking ranking = RegionChoice.rank(policy, place, query.viewer().getHostAddress(), locations);
        List<Route.Candidate> candidates = ranking.candidates().stream()
                .map(candidate -> new Route.Candidate(
                        Objects.requireNonNull(eligible.get(candidate.edge().id())), candidate.distanceKm()))
                .toList();
        return new Route(query, place, policy, candidates, ranking.reason(), List.copyOf(excluded));
    }

    private @Nullable Exclusion exclusion(RoutableEdge edge, RouteQuery query) {
        return switch (edge.state()) {
            case NOT_READY -> Exclusion.NOT_READY;
            case LEASE_LOST -> Exclusion.LEASE_LOST;
            case ROUTABLE -> {
                if (!servedRegions.served(query.host(), edge.region())) {
                    yield Exclusion.REGION_NOT_SERVED;
                }
                yield edge.publicUrl()
                                .getRawAuthority()
                                .toLowerCase(Locale.ROOT)
                                .equals(query.authority())
                        ? Exclusion.ROUTER_ITSELF
                        : null;
            }
        };
    }

    private static EdgeLocation location(RoutableEdge edge) {
        return new EdgeLocation(edge.id(), edge.region(), edge.coordinates(), edge.weight(), true);
    }
}
