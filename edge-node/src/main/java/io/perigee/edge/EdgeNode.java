package io.perigee.edge;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.cache.CacheCounters;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.delivery.invocation.InvocationEndpoint;
import io.perigee.delivery.network.HttpControlPlane;
import io.perigee.delivery.output.CollectedOutput;
import io.perigee.delivery.output.OutputShipper;
import io.perigee.delivery.tier.CacheMeters;
import io.perigee.delivery.tier.NetworkMembership;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.delivery.tier.ProgramVersion;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.delivery.tier.TierParts;
import io.perigee.delivery.tier.TierRuntime;
import io.perigee.delivery.tier.TrafficReports;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.EdgeLocation;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.node.listen.Listener;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.ManagementServer;
import io.perigee.node.process.NodePart;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge of a network: puts its parts together, starts and stops them. Construction blocks on files. */
public final class EdgeNode {

    private final EdgeConfig config;
    private final TierRuntime runtime;
    private final NetworkMembership membership;
    private final List<Listener> listeners = new ArrayList<>();
    private final ManagementServer management;
    private final NodeProcess process;

    /**
     * A node that is not started yet.
     *
     * @throws IOException if the network's keys, the geography or the access log cannot be opened
     */
    public EdgeNode(Vertx vertx, EdgeConfig config) throws IOException {
        this.config = config;
        NodeIdentity node = config.node();
        NodeAuthenticator authenticator =
                TierParts.authenticator(config.network().keyFile(), node.id());
        HttpControlPlane control = new HttpControlPlane(
                vertx, config.network().controlPlanes(), config.network().trust(), authenticator);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AccessLog log = AccessLogs.open(config, this::distribution, registry);
        Geographies geography = Geographies.open(config.geography());
        CollectedOutput output = new CollectedOutput(InstantSource.system());
        this.runtime = new TierRuntime(
                vertx,
                config.cache(),
                NetworkMembership.unfollowedLog(),
                authenticator,
                config.lambda().settings(config.data(), node.region()),
                output,
                EdgeLocation.of(node.location(), node.region()));
        SimulatedLatency latency = new SimulatedLatency(vertx, config.simulatedLatency(), node);
        EdgeServing serving = new EdgeServing(node, runtime, geography, latency, registry, log);
        this.membership = new NetworkMembership(
                vertx,
                config.network(),
                config.data(),
                runtime,
                control,
                this::describe,
                () -> CacheMeters.gauges(runtime.cache()),
                nodes -> directoryChanged(serving, nodes));
        membership.measuredBy(registry);
        TierParts.measureDisks(registry, config.data(), config.cache());
        Readiness readiness = new Readiness().check("configuration", membership::problem);
        RequestsInFlight requests = new RequestsInFlight();
        int loops = TierParts.eventLoops(config.eventLoops());
        Handler<HttpServerRequest> path = new InvocationEndpoint(
                        authenticator, membership.follower(), runtime.functions()::invoke)
                .before(serving.path(
                        host -> membership.follower().routing().forHost(host),
                        EdgeServing.Rules.NETWORK,
                        httpsPort(config),
                        NetworkRequests.of(authenticator)));
        for (ListenerConfig listener : config.listeners()) {
            listeners.add(new Listener(vertx, "viewers", listener, loops, requests, () -> requests.counting(path))
                    .measuredBy(registry));
        }
        this.management = new ManagementServer(vertx, config.management(), Role.EDGE.label(), readiness, registry);
        List<NodePart> parts = new ArrayList<>();
        parts.add(new OutputShipper(vertx, output, control, node.id(), node.region()));
        parts.add(TierParts.of(runtime, geography, log));
        parts.add(management);
        parts.addAll(listeners);
        parts.add(membership);
        parts.add(new TrafficReports(vertx, node.id(), serving.traffic(), membership));
        this.process = new NodeProcess(vertx, node.id(), config.drain(), parts, readiness, requests);
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

    /** The port of the listener at {@code index}, as bound. */
    public int port(int index) {
        return listeners.get(index).port();
    }

    public int managementPort() {
        return management.port();
    }

    /** How viewers reach it. */
    public URI publicUrl() {
        URI configured = config.publicUrl();
        return configured != null ? configured : URI.create(listeners.getFirst().url());
    }

    public CacheCounters counters() {
        return runtime.cache().counters();
    }

    /** The change log's last entry that this node has applied. */
    public long applied() {
        return runtime.log().applied();
    }

    /** Whether it may serve from its cache without asking. */
    public boolean logKept() {
        return runtime.log().logKept();
    }

    private static void directoryChanged(EdgeServing serving, List<NodeInfo> nodes) {
        serving.nearest().members(nodes);
        serving.regional().members(nodes);
    }

    private NodeInfo describe() {
        NodeIdentity node = config.node();
        return new NodeInfo(
                node.id(),
                Role.EDGE,
                node.region(),
                node.location(),
                node.latitude(),
                node.longitude(),
                publicUrl(),
                config.internalUrl(),
                management.url(),
                ProgramVersion.current(),
                NodeState.STARTING,
                System.currentTimeMillis());
    }

    private @Nullable CompiledDistribution distribution(String id) {
        return membership.follower().routing().byId(id);
    }

    private static int httpsPort(EdgeConfig config) {
        Integer configured = config.httpsPort();
        if (configured != null) {
            return configured;
        }
        return config.listeners().stream()
                .filter(listener -> listener.tls() != null)
                .mapToInt(ListenerConfig::port)
                .findFirst()
                .orElse(443);
    }
}
