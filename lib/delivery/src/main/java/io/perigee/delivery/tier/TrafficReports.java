package io.perigee.delivery.tier;

import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.node.process.NodePart;
import io.perigee.observability.traffic.NodeTraffic;
import io.perigee.observability.traffic.Traffic;
import io.perigee.observability.traffic.TrafficCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Tells the control planes once a second what has ended on this node since. What is told while none is in reach is lost: this is for eyes, and what must
 * be complete is in the access logs.
 */
public final class TrafficReports implements NodePart {

    private static final long EVERY_MILLIS = 1_000;

    private final Vertx vertx;
    private final String node;
    private final TrafficCounts counts;
    private final NetworkMembership membership;
    private volatile long timer = -1;

    public TrafficReports(Vertx vertx, String node, TrafficCounts counts, NetworkMembership membership) {
        this.vertx = vertx;
        this.node = node;
        this.counts = counts;
        this.membership = membership;
    }

    @Override
    public String name() {
        return "traffic reports";
    }

    @Override
    public Future<Void> start() {
        timer = vertx.setPeriodic(EVERY_MILLIS, id -> {
            // Ordered: one reading after the other, and none on an event loop.
            var unused = vertx.executeBlocking(Executors.callable(this::tell));
        });
        return Future.succeededFuture();
    }

    private void tell() {
        Map<String, Traffic> traffic = counts.sinceBefore();
        if (!traffic.isEmpty()) {
            membership.tellTraffic(DirectoryJson.encode(new NodeTraffic(node, traffic)));
        }
    }

    @Override
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}
