package io.perigee.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.delivery.key.TtlRules;
import io.perigee.delivery.tier.CacheMeters;
import io.perigee.delivery.tier.FunctionMeters;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.edge.compression.Compression;
import io.perigee.observability.AccessLog;
import io.perigee.observability.RequestMetrics;
import io.perigee.observability.Tier;
import io.perigee.observability.traffic.TrafficCounts;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;

/** Puts the steps of {@link EdgeRequestPath} together, for a node of a network as for one that stands alone. */
final class EdgeServing {

    private final NodeIdentity node;
    private final TierRuntime runtime;
    private final Geographies geography;
    private final SimulatedLatency latency;
    private final RegionalNodes regional;
    private final NearestEdges nearest = new NearestEdges();
    private final RequestMetrics metrics;
    private final TrafficCounts traffic = new TrafficCounts();
    private final AccessLog log;
    private final Counter unconfirmedWrites;

    EdgeServing(
            NodeIdentity node,
            TierRuntime runtime,
            Geographies geography,
            SimulatedLatency latency,
            MeterRegistry registry,
            AccessLog log) {
        this.node = node;
        this.runtime = runtime;
        this.geography = geography;
        this.latency = latency;
        this.regional = new RegionalNodes(node.region(), System::nanoTime);
        this.metrics = new RequestMetrics(registry, Tier.EDGE);
        this.unconfirmedWrites = Counter.builder("perigee.writes.unconfirmed")
                .description(
                        "Responses to unsafe methods that were delivered before every regional cache of the region had"
                                + " confirmed to have forgotten what they changed")
                .register(registry);
        this.log = log;
        CacheMeters.register(registry, Tier.EDGE, runtime.cache());
        FunctionMeters.register(registry, Tier.EDGE, node.location(), runtime.functions());
    }

    RegionalNodes regional() {
        return regional;
    }

    TrafficCounts traffic() {
        return traffic;
    }

    NearestEdges nearest() {
        return nearest;
    }

    /** What distinguishes the kinds of edge. */
    enum Rules {
        /** CloudFront's: behaviors say which methods are served. */
        NETWORK(TtlRules.CLOUDFRONT, false, true),
        /** A plain HTTP cache's: everything passes, and RFC 9111 alone decides. */
        STAND_ALONE(TtlRules.ORIGIN_ONLY, true, false),
        /** As {@link #STAND_ALONE}, and compresses. */
        COMPRESSING(TtlRules.ORIGIN_ONLY, true, true);

        private final TtlRules ttl;
        private final boolean plain;
        private final boolean compressing;

        Rules(TtlRules ttl, boolean plain, boolean compressing) {
            this.ttl = ttl;
            this.plain = plain;
            this.compressing = compressing;
        }
    }

    /**
     * @param httpsPort where redirects to HTTPS lead
     * @param network which requests the network itself sends
     */
    Handler<HttpServerRequest> path(Distributions distributions, Rules rules, int httpsPort, NetworkRequests network) {
        return path(steps(distributions, rules, httpsPort, network));
    }

    Handler<HttpServerRequest> path(EdgeSteps steps) {
        Handler<HttpServerRequest> path = new EdgeRequestPath(steps);
        return latency.isOn() ? new DelayedViewers(path, latency, geography.database(), geography.claims()) : path;
    }

    EdgeSteps steps(Distributions distributions, Rules rules, int httpsPort, NetworkRequests network) {
        RegionalWrites writes = new RegionalWrites(regional, runtime.exchange(), latency, unconfirmedWrites);
        EdgeUpstream upstream = new EdgeUpstream(regional, runtime.exchange(), runtime.origin(), latency, writes);
        Compression compression = rules.compressing ? Compression.ofThisMachine() : Compression.NONE;
        CacheStep cache = new CacheStep(runtime.cache(), upstream, compression, rules.ttl, node.via());
        ResponseHeads heads = new ResponseHeads(node.location(), node.via(), System::currentTimeMillis);
        Endings endings = new Endings(
                // Ids are unique, not secret; asked on the thread that uses it.
                () -> ThreadLocalRandom.current().nextLong(),
                metrics,
                traffic,
                log,
                heads,
                new ViewerDelivery(),
                node,
                System::nanoTime,
                System::currentTimeMillis);
        return new EdgeSteps(
                endings,
                new Arrival(
                        new ViewerIdentity(geography.database(), geography.clientAddress(), geography.claims()),
                        network),
                distributions,
                new Admission(node.region(), rules.plain, nearest, httpsPort),
                new ViewerFunctions(runtime.points()),
                cache,
                new ErrorPages(cache),
                new Selecting(node.id()),
                heads);
    }
}
