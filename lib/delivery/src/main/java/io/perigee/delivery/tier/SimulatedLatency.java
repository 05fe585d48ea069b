package io.perigee.delivery.tier;

import io.perigee.geo.Coordinates;
import io.perigee.geo.RoundTripTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes nodes that run side by side answer each other as late as if they were where they say they are. For demonstrations. */
public final class SimulatedLatency {

    private final Vertx vertx;
    private final @Nullable LatencyConfig config;
    private final Coordinates here;

    /** @param config null for no delays at all */
    public SimulatedLatency(Vertx vertx, @Nullable LatencyConfig config, NodeIdentity node) {
        this.vertx = vertx;
        this.config = config;
        this.here = new Coordinates(node.latitude(), node.longitude());
    }

    /** Completes after one round trip to the origins. */
    public Future<Void> toOrigin() {
        return config == null
                ? Future.succeededFuture()
                : to(new Coordinates(config.originLatitude(), config.originLongitude()));
    }

    /** Completes after one round trip to that place; at once where it is not known. */
    public Future<Void> to(@Nullable Coordinates place) {
        if (config == null || place == null) {
            return Future.succeededFuture();
        }
        Duration trip = RoundTripTime.between(here, place);
        return trip.toMillis() < 1
                ? Future.succeededFuture()
                : vertx.timer(trip.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    public boolean isOn() {
        return config != null;
    }
}
