package io.perigee.regional;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.delivery.invocation.InvocationEndpoint;
import io.perigee.delivery.key.TtlRules;
import io.perigee.delivery.network.HttpControlPlane;
import io.perigee.delivery.output.CollectedOutput;
import io.perigee.delivery.output.OutputShipper;
import io.perigee.delivery.tier.CacheMeters;
import io.perigee.delivery.tier.FunctionMeters;
import io.perigee.delivery.tier.NetworkMembership;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.ProgramVersion;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierParts;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.delivery.tier.TrafficReports;
import io.perigee.functions.EdgeLocation;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.listen.Listener;
import io.perigee.node.process.ManagementServer;
import io.perigee.node.process.NodeProcess;
import io.perigee.node.process.Readiness;
import io.perigee.node.process.RequestsInFlight;
import io.perigee.observability.RequestMetrics;
import io.perigee.observability.Tier;
import io.perigee.observability.traffic.TrafficCounts;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/** A regional cache: puts its parts together, starts and stops them. Construction blocks on files. */
public final class RegionalCache {

    private final RegionalConfig config;
    private final TierRuntime runtime;
    private final NetworkMembership membership;
    private final Listener listener;
    private final ManagementServer management;
    private final NodeProcess process;

    /**
     * A node that is not started yet.
     *
     * @throws IOException if the network's keys cannot be read
     */
    public RegionalCache(Vertx vertx, RegionalConfig config) throws IOException {
        this.config = config;
        NodeIdentity node = config.node();
        NodeAuthenticator authenticator =
                TierParts.authenticator(config.network().keyFile(), node.id());
        HttpControlPlane control = new HttpControlPlane(
                vertx, config.network().controlPlanes(), config.network().trust(), authenticator);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CollectedOutput output = new CollectedOutput(InstantSource.system());
        this.runtime = new TierRuntime(
                vertx,
                config.cache(),
                NetworkMembership.unfollowedLog(),
                authenticator,
                config.lambda().settings(config.data(), config.node().region()),
                output,
                EdgeLocation.UNKNOWN);
        this.membership = new NetworkMembership(
                vertx,
                config.network(),
                config.data(),
                runtime,
                control,
                this::describe,
                () -> CacheMeters.gauges(runtime.cache()),
                nodes -> {});
        CacheMeters.register(registry, Tier.REGIONAL, runtime.cache());
        FunctionMeters.register(registry, Tier.REGIONAL, node.location(), runtime.functions());
        membership.measuredBy(registry);
        TierParts.measureDisks(registry, config.data(), config.cache());
        Readiness readiness = new Readiness().check("configuration", membership::problem);
        RequestsInFlight requests = new RequestsInFlight();
        TrafficCounts traffic = new TrafficCounts();
        Handler<HttpServerRequest> path = new InvocationEndpoint(
                        authenticator, membership.follower(), runtime.functions()::invoke)
                .before(path(vertx, authenticator, new RequestMetrics(registry, Tier.REGIONAL), traffic));
        this.listener = new Listener(
                        vertx,
                        "edges",
                        config.listener(),
                        TierParts.eventLoops(config.eventLoops()),
                        requests,
                        () -> requests.counting(path))
                .measuredBy(registry);
        this.management = new ManagementServer(vertx, config.management(), Role.REGIONAL.label(), readiness, registry);
        this.process = new NodeProcess(
                vertx,
                node.id(),
                config.drain(),
                List.of(
                        new OutputShipper(vertx, output, control, node.id(), node.region()),
                        TierParts.of(runtime),
                        management,
                        listener,
                        membership,
                        new TrafficReports(vertx, node.id(), traffic, membership)),
                readiness,
                requests);
    }

    private RegionalRequestPath path(
            Vertx vertx, NodeAuthenticator authenticator, RequestMetrics metrics, TrafficCounts traffic) {
        NodeIdentity node = config.node();
        SimulatedLatency latency = new SimulatedLatency(vertx, config.simulatedLatency(), node);
        return new RegionalRequestPath(new RegionalSteps(
                new RegionalEndings(node.id(), node.via(), metrics, traffic, System::nanoTime),
                new HopAdmission(authenticator),
                new CatchUp(vertx, runtime.log(), config.patience()),
                new Resolution(membership.follower()::routing),
                new RegionalCacheStep(runtime.cache(), runtime.origin(), TtlRules.CLOUDFRONT, latency),
                runtime.log()));
    }

    /** Starts, drains and stops the node. */
    public NodeProcess process() {
        return process;
    }

    public Future<Void> start() {
        return process.start();
    }

    public Future<Void> stop() {
        return process.stop();
    }

    /** The port that edges reach it at, as bound. */
    public int port() {
        return listener.port();
    }

    public int managementPort() {
        return management.port();
    }

    public CacheCounters counters() {
        return runtime.cache().counters();
    }

    /** The change log's last entry that this node has applied. */
    public long applied() {
        return runtime.log().applied();
    }

    private NodeInfo describe() {
        NodeIdentity node = config.node();
        URI internal = config.internalUrl();
        return new NodeInfo(
                node.id(),
                Role.REGIONAL,
                node.region(),
                node.location(),
                node.latitude(),
                node.longitude(),
                null,
                internal != null ? internal : URI.create(listener.url()),
                management.url(),
                ProgramVersion.current(),
                NodeState.STARTING,
                System.currentTimeMillis());
    }
}
