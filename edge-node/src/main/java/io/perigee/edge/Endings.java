package io.perigee.edge;

import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.node.RequestIds;
import io.perigee.observability.AccessLog;
import io.perigee.observability.RequestMetrics;
import io.perigee.observability.traffic.TrafficCounts;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Gives every request the one place where it ends: delivered, counted and logged. */
final class Endings {

    private final RandomGenerator random;
    private final RequestMetrics metrics;
    private final TrafficCounts traffic;
    private final AccessLog log;
    private final ResponseHeads heads;
    private final ViewerDelivery delivery;
    private final NodeIdentity node;
    private final LongSupplier nanoTime;
    private final LongSupplier clockMillis;

    Endings(
            RandomGenerator random,
            RequestMetrics metrics,
            TrafficCounts traffic,
            AccessLog log,
            ResponseHeads heads,
            ViewerDelivery delivery,
            NodeIdentity node,
            LongSupplier nanoTime,
            LongSupplier clockMillis) {
        this.random = random;
        this.metrics = metrics;
        this.traffic = traffic;
        this.log = log;
        this.heads = heads;
        this.delivery = delivery;
        this.node = node;
        this.nanoTime = nanoTime;
        this.clockMillis = clockMillis;
    }

    Ending begin(HttpServerRequest http) {
        metrics.began();
        return new Ending(this, http, RequestIds.next(random), nanoTime.getAsLong());
    }

    RequestMetrics metrics() {
        return metrics;
    }

    TrafficCounts traffic() {
        return traffic;
    }

    AccessLog log() {
        return log;
    }

    ResponseHeads heads() {
        return heads;
    }

    ViewerDelivery delivery() {
        return delivery;
    }

    NodeIdentity node() {
        return node;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    long clockMillis() {
        return clockMillis.getAsLong();
    }
}
