package io.perigee.demo;

import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.edge.EdgeNode;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.website.OriginCounters;
import io.perigee.regional.RegionalCache;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A whole network in this process: control plane with router, origin with the sample site, and in each region a regional
 * cache and edges. Each node is configured and joined as a process of its own would be; only the process is shared.
 *
 * <p>Thread-safe once started.
 */
public final class DemoNetwork implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final DemoOptions options;
    private final DemoFolder folder;
    private final DemoConfigs configs;
    private final StartedParts parts;
    private final ControlPart control;
    private final OriginPart origin;
    private final List<DemoRegional> regionals;
    private final List<DemoEdge> edges;
    private final HttpClient http;

    private DemoNetwork(
            DemoOptions options,
            DemoFolder folder,
            DemoConfigs configs,
            StartedParts parts,
            ControlPart control,
            OriginPart origin,
            List<DemoRegional> regionals,
            List<DemoEdge> edges,
            HttpClient http) {
        this.options = options;
        this.folder = folder;
        this.configs = configs;
        this.parts = parts;
        this.control = control;
        this.origin = origin;
        this.regionals = List.copyOf(regionals);
        this.edges = List.copyOf(edges);
        this.http = http;
    }

    /**
     * Looks whether all ports are free, without starting anything.
     *
     * @throws PortInUseException for the first one that is not
     */
    public static void checkPorts(DemoOptions options) throws PortInUseException {
        PortCheck.all(options.ports(), DemoPlan.of(options));
    }

    /**
     * Starts a network and waits until every edge answers out of its region and the demo's distribution is deployed
     * everywhere. Blocks. When it fails, nothing is left running.
     *
     * @param progress told what is being done
     * @throws PortInUseException if a port is taken
     * @throws IOException if the folder cannot be used, or a node does not start
     */
    public static DemoNetwork start(DemoOptions options, Progress progress)
            throws PortInUseException, IOException, InterruptedException {
        checkPorts(options);
        DemoPlan plan = DemoPlan.of(options);
        DemoFolder folder = DemoFolder.open(options.data());
        StartedParts parts = new StartedParts();
        parts.add("the folder", folder::close);
        try {
            return new Start(options, plan, folder, parts, progress).run();
        } catch (CompletionException e) {
            parts.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            throw new IOException("the demo network did not start: " + reason, cause);
        } catch (IOException | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** One start: what is independent goes on at the same time. */
    private record Start(DemoOptions options, DemoPlan plan, DemoFolder folder, StartedParts parts, Progress progress) {

        DemoNetwork run() throws IOException, InterruptedException {
            Path key = folder.networkKey();
            DemoConfigs configs = new DemoConfigs(options.ports(), options.latency(), key);
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            parts.add("the client", http::shutdownNow);
            try (Together together = new Together()) {
                progress.says("starting the control plane and the origin");
                var functions = together.begin(ExampleFunctions::jar);
                var startedOrigin = together.begin(() -> OriginPart.start(folder, configs, parts));
                ControlPart control = ControlPart.start(folder, configs, parts, http);
                OriginPart origin = startedOrigin.get();

                progress.says("starting " + plan.regionals().size() + " regional caches and "
                        + plan.edges().size() + " edges");
                var deployed = together.begin(() -> {
                    DemoSetup.apply(control.api(), functions.get(), origin.websitePort());
                    return true;
                });
                MembershipConfig network = configs.network(control.url(), control.clusterAddress());
                var regionals = plan.regionals().stream()
                        .map(site -> together.begin(() -> regional(site, configs, network)))
                        .toList();
                var edges = plan.edges().stream()
                        .map(site -> together.begin(() -> edge(site, configs, network)))
                        .toList();
                DemoNetwork demo = new DemoNetwork(
                        options,
                        folder,
                        configs,
                        parts,
                        control,
                        origin,
                        regionals.stream().map(Together.Task::get).toList(),
                        edges.stream().map(Together.Task::get).toList(),
                        http);
                deployed.get();

                progress.says("waiting until every node is ready");
                new ReadyCheck(demo, http).await(READY_LIMIT);
                return demo;
            }
        }

        private DemoRegional regional(DemoPlan.Site site, DemoConfigs configs, MembershipConfig network)
                throws IOException, InterruptedException {
            Vertx vertx = NodeVertx.create();
            String id = site.identity().id();
            parts.addVertx(id, vertx);
            RegionalCache node = new RegionalCache(vertx, configs.regional(site, folder.of(id), network));
            parts.addNode(id, node::stop);
            NodeVertx.await(node.start());
            return DemoRegional.of(site, node);
        }

        private DemoEdge edge(DemoPlan.Site site, DemoConfigs configs, MembershipConfig network)
                throws IOException, InterruptedException {
            Vertx vertx = NodeVertx.create();
            String id = site.identity().id();
            parts.addVertx(id, vertx);
            EdgeNode node = new EdgeNode(vertx, configs.edge(site, folder.of(id), network));
            parts.addNode(id, node::stop);
            NodeVertx.await(node.start());
            return DemoEdge.of(site, node);
        }
    }

    /** Stops all nodes, edges first, and deletes a temporary folder. Blocks for some seconds at most. */
    @Override
    public void close() {
        parts.close();
    }

    public DemoOptions options() {
        return options;
    }

    /** The control plane's JSON API. */
    public ControlApi api() {
        return control.api();
    }

    public URI controlUrl() {
        return control.url();
    }

    /** The dashboard, with the token that signs in. */
    public URI dashboardUrl() {
        return control.dashboardUrl();
    }

    /** The file with the API's token. */
    public Path tokenFile() {
        return control.tokenFile();
    }

    public URI routerUrl() {
        return control.routerUrl();
    }

    public URI originUrl() {
        return URI.create("http://" + DemoConfigs.HOST + ":" + origin.websitePort());
    }

    public URI originApiUrl() {
        return URI.create("http://" + DemoConfigs.HOST + ":" + origin.apiPort());
    }

    /** Where the origin tells how it is. */
    public URI originManagementUrl() {
        return URI.create("http://" + DemoConfigs.HOST + ":" + origin.managementPort());
    }

    /** What the origin was asked for. */
    public OriginCounters originCounters() {
        return origin.counters();
    }

    /** The origin's objects. Its methods block. */
    public ObjectStore originStore() {
        return origin.store();
    }

    public List<DemoRegional> regionals() {
        return regionals;
    }

    public List<DemoEdge> edges() {
        return edges;
    }

    /** The edges of a region, in the order of its cities. */
    public List<DemoEdge> edges(DemoRegion region) {
        return edges.stream().filter(edge -> edge.region() == region).toList();
    }

    /** The client that the demo asks its own nodes with. */
    public HttpClient http() {
        return http;
    }

    /** The distribution that is served. */
    public String distribution() {
        return DemoSetup.DISTRIBUTION;
    }

    /** How a further node joins. */
    public MembershipConfig membership() {
        return configs.network(control.url(), control.clusterAddress());
    }

    /** A folder for a further node, gone with the demo's own. */
    public Path folderOf(String node) throws IOException {
        return folder.of(node);
    }
}
