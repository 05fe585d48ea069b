package io.perigee.regional;

import io.perigee.observability.RequestMetrics;
import io.perigee.observability.traffic.TrafficCounts;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongSupplier;

/** Gives every request the one place where it ends: delivered and counted. */
record RegionalEndings(
        String nodeId, String via, RequestMetrics metrics, TrafficCounts traffic, LongSupplier nanoTime) {

    RegionalEnding begin(HttpServerRequest http) {
        metrics.began();
        return new RegionalEnding(this, http, nanoTime.getAsLong());
    }
}
