package io.perigee.regional;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cache.InvalidationMarks;
import io.perigee.cache.SequenceView;
import io.perigee.cache.StaleMarks;
import io.perigee.delivery.key.TtlRules;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.observability.RequestMetrics;
import io.perigee.observability.Tier;
import io.perigee.observability.traffic.TrafficCounts;
import io.perigee.testkit.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** A regional cache without a cluster, for tests of edges. Lies in the package whose steps it puts together. */
public final class RegionalTier implements AutoCloseable {

    private final TierRuntime runtime;
    private final Listener listener;

    /**
     * Starts it on a free port.
     *
     * @param routing what it serves, asked for each request
     * @param runtime its cache and its functions, closed with it
     */
    public RegionalTier(
            Vertx vertx,
            Supplier<DistributionRouting> routing,
            TierRuntime runtime,
            NodeAuthenticator authenticator,
            SequenceView log) {
        NodeIdentity node = new NodeIdentity("regional-test-1", "eu", "FRA1-C1", 50, 8);
        this.runtime = runtime;
        RequestMetrics metrics = new RequestMetrics(new SimpleMeterRegistry(), Tier.REGIONAL);
        RegionalRequestPath path = new RegionalRequestPath(new RegionalSteps(
                new RegionalEndings(node.id(), node.via(), metrics, new TrafficCounts(), System::nanoTime),
                new HopAdmission(authenticator),
                new CatchUp(vertx, log, Duration.ofSeconds(1)),
                new Resolution(routing),
                new RegionalCacheStep(
                        runtime.cache(),
                        runtime.origin(),
                        TtlRules.CLOUDFRONT,
                        new SimulatedLatency(vertx, null, node)),
                log));
        RequestsInFlight requests = new RequestsInFlight();
        this.listener = new Listener(vertx, "edges", ListenerConfig.on(0), 1, requests, () -> requests.counting(path));
        Await.get(listener.start());
    }

    /** Where edges reach it. */
    public String url() {
        return listener.url();
    }

    public InvalidationMarks marks() {
        return runtime.cache().marks();
    }

    public StaleMarks staleMarks() {
        return runtime.cache().staleMarks();
    }

    public CacheCounters counters() {
        return runtime.cache().counters();
    }

    @Override
    public void close() {
        Await.get(listener.drain(Duration.ofSeconds(5)));
        Await.get(listener.stop());
        Await.get(runtime.close());
    }
}
