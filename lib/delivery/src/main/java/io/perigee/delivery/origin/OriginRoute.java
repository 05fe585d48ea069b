package io.perigee.delivery.origin;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.exchange.Endpoint;
import io.perigee.distribution.Origin;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.OriginTarget;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.OriginChoice.ById;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The origins that a request is sent to, one after the other: the behavior's, or those that a viewer-request function has chosen.
 *
 * @param stops at least one
 * @param failsOver whether a response with that status makes the network ask the next
 */
public record OriginRoute(List<Stop> stops, IntPredicate failsOver) {

    /**
     * An origin.
     *
     * @param host the {@code Host} that it gets whatever the policies say; null leaves it to them
     */
    public record Stop(Endpoint endpoint, @Nullable String host) {}

    public OriginRoute {
        stops = List.copyOf(stops);
    }

    /**
     * The route of a request.
     *
     * @throws IllegalArgumentException for an origin that its distribution does not have, see {@link #unknownOrigin}
     */
    public static OriginRoute of(DeliveryRequest request) {
        OriginTarget target = request.behavior().target();
        String scheme = request.viewer().scheme();
        return switch (request.chosen()) {
            case null ->
                new OriginRoute(
                        target.origins().stream()
                                .map(origin -> own(origin, scheme))
                                .toList(),
                        target::failsOver);
            case OriginChoice.Updated updated -> {
                Endpoint primary = Endpoints.of(target.origins().getFirst(), scheme);
                yield new OriginRoute(
                        Stream.concat(
                                        Stream.of(Endpoints.updated(primary, updated.properties())),
                                        target.origins().stream().skip(1).map(origin -> own(origin, scheme)))
                                .toList(),
                        target::failsOver);
            }
            case OriginChoice.Selected selected ->
                new OriginRoute(List.of(byId(request.distribution(), selected.origin(), scheme)), status -> false);
            case OriginChoice.Grouped group ->
                new OriginRoute(
                        List.of(
                                byId(request.distribution(), group.primary(), scheme),
                                byId(request.distribution(), group.secondary(), scheme)),
                        group.failoverStatusCodes()::contains);
        };
    }

    /** The first id that it names of an origin that the distribution does not have, or null. */
    public static @Nullable String unknownOrigin(CompiledDistribution distribution, OriginChoice choice) {
        for (String id : choice.originIds()) {
            if (distribution.origin(id) == null) {
                return id;
            }
        }
        return null;
    }

    /** How long it may take until all of them have failed to answer. */
    public Duration patience() {
        Duration wait = Duration.ZERO;
        for (Stop stop : stops) {
            Endpoint endpoint = stop.endpoint();
            wait = wait.plus(endpoint.responseTimeout())
                    .plus(endpoint.connectTimeout().multipliedBy(endpoint.connectAttempts()));
        }
        return wait;
    }

    /** What is left of it when its first origin has failed; null: nothing. */
    @Nullable
    OriginRoute rest() {
        return stops.size() == 1 ? null : new OriginRoute(new ArrayList<>(stops.subList(1, stops.size())), failsOver);
    }

    private static Stop own(Origin origin, String scheme) {
        return new Stop(Endpoints.of(origin, scheme), null);
    }

    private static Stop byId(CompiledDistribution distribution, ById chosen, String scheme) {
        Origin origin = distribution.origin(chosen.originId());
        if (origin == null) {
            throw new IllegalArgumentException(distribution.id() + " has no origin " + chosen.originId());
        }
        String host = chosen.names().hostHeader().orElse(null);
        return new Stop(Endpoints.named(Endpoints.of(origin, scheme), chosen.names()), host);
    }
}
