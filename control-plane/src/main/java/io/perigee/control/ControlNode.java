package io.perigee.control;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perigee.cluster.ControlMember;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.control.api.ApiServer;
import io.perigee.control.change.Changes;
import io.perigee.control.dashboard.DashboardFiles;
import io.perigee.control.meters.ApiMeters;
import io.perigee.control.meters.ClusterMeters;
import io.perigee.node.listen.Listener;
import io.perigee.node.process.ManagementServer;
import io.perigee.node.process.NodeProcess;
import io.perigee.node.process.Readiness;
import io.perigee.node.process.RequestsInFlight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A control plane: puts its parts together, starts and stops them.
 *
 * <pre>
 *   management ─ health and metrics
 *   store      ─ database, tokens, keys
 *   api        ─ 503 until the cluster is joined
 *   router     ─ redirects viewers to edges
 *   cluster    ─ membership, the log's head, who has applied what
 *   credential ─ a token for the command line on this machine
 * </pre>
 */
public final class ControlNode {

    private final ControlConfig config;
    private final StatePart state;
    private final Listener api;
    private final RouterPart router;
    private final MemberPart member;
    private final ManagementServer management;
    private final DashboardFiles dashboard = new DashboardFiles();
    private final NodeProcess process;

    /** A control plane that is not started yet. Does not block. */
    public ControlNode(Vertx vertx, ControlConfig config) {
        this.config = config;
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RequestsInFlight requests = new RequestsInFlight();
        ApiMeters answers = new ApiMeters(registry);
        this.state = new StatePart(vertx, config);
        EdgeDirectory edges =
                new EdgeDirectory(vertx, config.id(), config.cluster().lease());
        this.member = new MemberPart(vertx, config, state, edges, this::describe, registry);
        Readiness readiness = new Readiness().check("store", state::problem).check("cluster", member::problem);
        this.management = new ManagementServer(vertx, config.management(), Role.CONTROL.label(), readiness, registry);
        this.api = new Listener(
                        vertx,
                        "api",
                        config.api().settings(),
                        1,
                        requests,
                        () -> requests.counting(answers.counting(this::handle)))
                .measuredBy(registry);
        this.router = new RouterPart(vertx, config.router(), state, edges, requests);
        CredentialPart credential = new CredentialPart(config, state, api::port);
        this.process = new NodeProcess(
                vertx,
                config.id(),
                config.drain(),
                List.of(management, state, api, router, member, credential),
                readiness,
                requests);
        Gauge.builder("perigee.log.head", this, node -> node.head())
                .description("The change log's last entry")
                .register(registry);
        Gauge.builder("perigee.requests.in.flight", requests, RequestsInFlight::count)
                .description("Requests that have begun and not ended")
                .tags("tier", Role.CONTROL.label())
                .register(registry);
        ClusterMeters.register(registry, () -> member.joined().map(MemberPart.Joined::member), this::head);
        new DiskSpaceMetrics(config.data().toFile()).bindTo(registry);
    }

    /** Makes and starts a control plane; the future completes when it is ready. */
    public static Future<ControlNode> start(Vertx vertx, ControlConfig config) {
        ControlNode node = new ControlNode(vertx, config);
        return node.start().map(node);
    }

    public Future<Void> start() {
        return process.start();
    }

    public Future<Void> stop() {
        return process.stop();
    }

    /** The same as {@link #stop}. */
    public Future<Void> close() {
        return stop();
    }

    /** Starts, drains and stops the node. */
    public NodeProcess process() {
        return process;
    }

    /** The API's port, as bound. */
    public int port() {
        return api.port();
    }

    /** The API's base URL, on the address that it listens on. */
    public URI url() {
        return URI.create(api.url());
    }

    /** The router's port, as bound; 0 where there is none. */
    public int routerPort() {
        return router.port();
    }

    /** The router's base URL. */
    public URI routerUrl() {
        return URI.create(router.url());
    }

    public int managementPort() {
        return management.port();
    }

    /** {@code host:port} that the other nodes' cluster clients reach this one at. */
    public String clusterAddress() {
        return member().address();
    }

    /** The file with the API's tokens, one a line. */
    public Path tokenFile() {
        return OpenedState.tokenFile(config);
    }

    /** For changes from within the process; its methods block. */
    public Changes changes() {
        return state.opened().changes();
    }

    /** The place in the cluster. @throws IllegalStateException before the start and after the stop */
    public ControlMember member() {
        return member.joined()
                .orElseThrow(() -> new IllegalStateException("the cluster is not joined"))
                .member();
    }

    private void handle(HttpServerRequest request) {
        if (dashboard.answered(request)) {
            return;
        }
        Optional<MemberPart.Joined> joined = member.joined();
        if (joined.isPresent()) {
            joined.get().server().handle(request);
        } else {
            ApiServer.unavailable(request);
        }
    }

    private long head() {
        return state.problem().isPresent()
                ? 0
                : state.opened().changes().lastSeen().sequence();
    }

    private NodeInfo describe() {
        URI announced = config.apiUrl();
        return new NodeInfo(
                config.id(),
                Role.CONTROL,
                config.region(),
                config.id(),
                0,
                0,
                null,
                announced == null ? url() : announced,
                management.url(),
                Objects.requireNonNullElse(ControlNode.class.getPackage().getImplementationVersion(), "development"),
                NodeState.STARTING,
                System.currentTimeMillis());
    }
}
