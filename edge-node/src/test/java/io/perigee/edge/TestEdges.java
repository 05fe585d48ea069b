package io.perigee.edge;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cache.SequenceView;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.functions.host.FunctionHost;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.observability.AccessLog;
import io.perigee.testkit.Await;
import io.perigee.testkit.FakeOrigin;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** Edges on free ports of the loopback address, each to be stopped by whoever started it. */
final class TestEdges {

    static final int EVENT_LOOPS = 2;

    private TestEdges() {}

    /** An edge alone, in front of {@code origin}. */
    static StandAloneEdge standAlone(Vertx vertx, FakeOrigin origin, String memory) {
        return standAlone(vertx, origin, memory, ListenerConfig.on(0));
    }

    static StandAloneEdge standAlone(Vertx vertx, FakeOrigin origin, String memory, ListenerConfig listener) {
        return standAlone(vertx, URI.create(origin.url()), memory, listener);
    }

    static StandAloneEdge standAlone(Vertx vertx, FakeOrigin origin, CacheConfig cache) {
        return standAlone(vertx, URI.create(origin.url()), cache, ListenerConfig.on(0), false);
    }

    static StandAloneEdge standAlone(Vertx vertx, URI origin, String memory, ListenerConfig listener) {
        return standAlone(vertx, origin, new CacheConfig(ByteSize.parse(memory)), listener, false);
    }

    /** An edge alone that compresses. */
    static StandAloneEdge compressing(Vertx vertx, FakeOrigin origin) {
        CacheConfig cache = new CacheConfig(ByteSize.parse("64MiB"));
        return standAlone(vertx, URI.create(origin.url()), cache, ListenerConfig.on(0), true);
    }

    private static StandAloneEdge standAlone(
            Vertx vertx, URI origin, CacheConfig cache, ListenerConfig listener, boolean compress) {
        try {
            StandAloneEdge edge = new StandAloneEdge(
                    vertx,
                    new StandAloneEdge.Options(
                            listener,
                            ManagementConfig.on(0),
                            origin,
                            compress,
                            cache,
                            null,
                            EVENT_LOOPS,
                            DrainConfig.quick()));
            Await.get(edge.start());
            return edge;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A listener's defaults, with HTTP/2 without TLS. */
    static ListenerConfig h2c() {
        ListenerConfig on = ListenerConfig.on(0);
        return new ListenerConfig(
                on.host(),
                on.port(),
                null,
                true,
                true,
                false,
                on.idleTimeout(),
                on.headTimeout(),
                on.bodyTimeout(),
                on.maxHeadSize(),
                on.maxRequestLine(),
                on.maxBodySize(),
                on.maxConnections(),
                on.maxRequests(),
                on.maxStreams());
    }

    /** Those steps, with these functions. */
    static EdgeSteps with(EdgeSteps steps, ViewerFunctions functions) {
        return new EdgeSteps(
                steps.endings(),
                steps.arrival(),
                steps.distributions(),
                steps.admission(),
                functions,
                steps.cache(),
                steps.errorPages(),
                steps.selecting(),
                steps.heads());
    }

    /** An edge of a network that has no other nodes, under CloudFront's rules. */
    static final class NetworkEdge implements AutoCloseable {
        private final TierRuntime runtime;
        private final Geographies geography;
        private final Listener listener;
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        NetworkEdge(Vertx vertx, Change... changes) {
            this(vertx, AccessLog.OFF, (runtime, steps) -> steps, changes);
        }

        /** @param changed puts other steps in the place of some of the edge's own */
        NetworkEdge(
                Vertx vertx, AccessLog log, BiFunction<TierRuntime, EdgeSteps, EdgeSteps> changed, Change... changes) {
            NetworkConfig config = NetworkConfig.EMPTY;
            for (int i = 0; i < changes.length; i++) {
                config = config.with(i + 1L, changes[i]);
            }
            DistributionRouting routing = DistributionRouting.of(config);
            NodeIdentity node = new NodeIdentity("edge-test-1", "eu", "TST50-P1", 50, 8);
            this.runtime =
                    new TierRuntime(vertx, new CacheConfig(ByteSize.parse("64MiB")), SequenceView.standAlone(), null);
            this.geography = Geographies.open(new GeographyConfig(null, List.of(), true));
            EdgeServing serving =
                    new EdgeServing(node, runtime, geography, new SimulatedLatency(vertx, null, node), registry, log);
            EdgeSteps steps = serving.steps(routing::forHost, EdgeServing.Rules.NETWORK, 443, NetworkRequests.NONE);
            Handler<HttpServerRequest> path = serving.path(changed.apply(runtime, steps));
            RequestsInFlight requests = new RequestsInFlight();
            this.listener = new Listener(
                    vertx, "viewers", ListenerConfig.on(0), EVENT_LOOPS, requests, () -> requests.counting(path));
            Await.get(listener.start());
        }

        int port() {
            return listener.port();
        }

        String url() {
            return listener.url();
        }

        CacheCounters counters() {
            return runtime.cache().counters();
        }

        FunctionHost functions() {
            return runtime.functions();
        }

        /** The metrics as Prometheus gets them. */
        String metrics() {
            return registry.scrape();
        }

        @Override
        public void close() {
            Await.get(listener.drain(Duration.ofSeconds(5)));
            Await.get(listener.stop());
            Await.get(runtime.close());
            geography.close();
        }
    }
}
