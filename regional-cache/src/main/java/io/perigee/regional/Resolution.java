package io.perigee.regional;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.origin.OriginRoute;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.OriginChoice;
import java.util.function.Supplier;

/** Finds what the edge names: the distribution, and the behavior that it chose. */
final class Resolution {

    private final Supplier<DistributionRouting> routing;

    Resolution(Supplier<DistributionRouting> routing) {
        this.routing = routing;
    }

    sealed interface Outcome {
        record Known(DeliveryRequest request) implements Outcome {}

        /** This node's configuration has no such thing (any more): it is ahead of the edge's, or behind. */
        record Unknown() implements Outcome {}
    }

    Outcome resolve(Hop.Arrival arrival) {
        CompiledDistribution distribution = routing.get().byId(arrival.distribution());
        CompiledBehavior behavior = distribution == null ? null : distribution.behaviorWithPattern(arrival.behavior());
        OriginChoice chosen = arrival.chosen();
        return distribution == null
                        || behavior == null
                        || (chosen != null && OriginRoute.unknownOrigin(distribution, chosen) != null)
                ? new Outcome.Unknown()
                : new Outcome.Known(new DeliveryRequest(distribution, behavior, arrival.viewer(), arrival.head(), null)
                        .from(chosen));
    }
}
