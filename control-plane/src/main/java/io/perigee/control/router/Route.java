package io.perigee.control.router;

import io.perigee.geo.Geography;
import io.perigee.geo.routing.Reason;
import io.perigee.geo.routing.RoutingPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision with all that led to it.
 *
 * @param candidates edges that the viewer may be sent to, best first; empty when there is none
 * @param reason why they are in this order
 * @param excluded edges that the viewer may not be sent to
 */
record Route(
        RouteQuery query,
        Geography geography,
        RoutingPolicy policy,
        List<Candidate> candidates,
        Reason reason,
        List<Excluded> excluded) {

    record Candidate(RoutableEdge edge, @Nullable Double distanceKm) {}

    record Excluded(RoutableEdge edge, Exclusion why) {}

    Optional<RoutableEdge> choice() {
        return candidates.stream().findFirst().map(Candidate::edge);
    }
}
