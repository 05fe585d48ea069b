package io.perigee.edge;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cache.DiskCounters;
import io.perigee.cache.SequenceView;
import io.perigee.cluster.directory.Role;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierParts;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.node.process.ManagementServer;
import io.perigee.node.process.NodeProcess;
import io.perigee.node.process.Readiness;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.observability.AccessLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One edge in front of any HTTP server: no network, no configuration file, no TTL but what the origin's headers say. Every host is the
 * origin's.
 */
public final class StandAloneEdge {

    private static final NodeIdentity NODE = new NodeIdentity("edge", "local", "LOCAL", 0, 0);

    private final TierRuntime runtime;
    private final Listener listener;
    private final ManagementServer management;
    private final NodeProcess process;

    /**
     * What it is told on the command line.
     *
     * @param origin {@code http://host[:port]} or {@code https://…}, without a path
     * @param compress whether responses that gain by it are compressed for viewers that accept it, by the rules of a network's edges
     * @param accessLog the access log's file; none is written without one
     * @param eventLoops threads that serve requests; 0: one for each processor
     */
    public record Options(
            ListenerConfig listener,
            ManagementConfig management,
            URI origin,
            boolean compress,
            CacheConfig cache,
            @Nullable Path accessLog,
            int eventLoops,
            DrainConfig drain) {}

    /**
     * An edge that is not started yet.
     *
     * @throws IllegalArgumentException naming the origin, if it is not a URL of that form
     * @throws IOException if the access log cannot be opened
     */
    public StandAloneEdge(Vertx vertx, Options options) throws IOException {
        CompiledDistribution distribution = StandAloneDistribution.of(options.origin(), options.compress());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AccessLog log = AccessLogs.open(options.accessLog(), AccessLogFilesConfig.DEFAULT, registry);
        Geographies geography = Geographies.open(new GeographyConfig(null, List.of(), false));
        this.runtime = new TierRuntime(vertx, options.cache(), SequenceView.standAlone(), null);
        EdgeServing serving =
                new EdgeServing(NODE, runtime, geography, new SimulatedLatency(vertx, null, NODE), registry, log);
        Handler<HttpServerRequest> path = serving.path(
                host -> distribution,
                options.compress() ? EdgeServing.Rules.COMPRESSING : EdgeServing.Rules.STAND_ALONE,
                options.listener().port(),
                NetworkRequests.NONE);
        RequestsInFlight requests = new RequestsInFlight();
        Readiness readiness = new Readiness();
        this.listener = new Listener(
                        vertx,
                        "viewers",
                        options.listener(),
                        TierParts.eventLoops(options.eventLoops()),
                        requests,
                        () -> requests.counting(path))
                .measuredBy(registry);
        this.management = new ManagementServer(vertx, options.management(), Role.EDGE.label(), readiness, registry);
        this.process = new NodeProcess(
                vertx,
                NODE.id(),
                options.drain(),
                List.of(TierParts.of(runtime, geography, log), management, listener),
                readiness,
                requests);
    }

    /** Starts, drains and stops the edge. */
    public NodeProcess process() {
        return process;
    }

    public Future<Void> start() {
        return process.start();
    }

    public Future<Void> stop() {
        return process.stop();
    }

    /** The port that viewers reach it at, as bound. */
    public int port() {
        return listener.port();
    }

    public int managementPort() {
        return management.port();
    }

    public CacheCounters counters() {
        return runtime.cache().counters();
    }

    public DiskCounters diskCounters() {
        return runtime.cache().diskCounters();
    }
}
