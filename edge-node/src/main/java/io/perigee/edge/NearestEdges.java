package io.perigee.edge;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import io.perigee.geo.routing.EdgeLocation;
import io.perigee.geo.routing.RegionChoice;
import io.perigee.geo.routing.RoutingPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The edges of the network, by what the directory said last, ranked for one viewer as the router ranks them. */
final class NearestEdges implements NearerEdge {

    private record Known(List<EdgeLocation> locations, Map<String, NodeInfo> byId) {}

    private volatile Known known = new Known(List.of(), Map.of());

    /** Replaces the nodes that are known. */
    void members(List<NodeInfo> nodes) {
        List<NodeInfo> edges = nodes.stream()
                .filter(node -> node.role() == Role.EDGE && node.publicUrl() != null)
                .toList();
        known = new Known(
                edges.stream().map(NearestEdges::location).toList(),
                edges.stream().collect(Collectors.toUnmodifiableMap(NodeInfo::id, Function.identity())));
    }

    private static EdgeLocation location(NodeInfo node) {
        return new EdgeLocation(
                node.id(),
                node.region(),
                new Coordinates(node.latitude(), node.longitude()),
                1,
                node.state() == NodeState.READY);
    }

    @Override
    public Optional<URI> than(String region, Geography viewer) {
        Known edges = known;
        if (viewer.isUnknown()) {
            return Optional.empty();
        }
        return RegionChoice.rank(RoutingPolicy.PROXIMITY, viewer, viewer.describe(), edges.locations())
                .candidates()
                .stream()
                .findFirst()
                .map(best -> edges.byId().get(best.edge().id()))
                .filter(best -> !best.region().equals(region))
                .map(NodeInfo::publicUrl);
    }
}
