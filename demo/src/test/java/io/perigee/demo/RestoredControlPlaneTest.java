package io.perigee.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.ControlConfig;
import io.perigee.control.ControlNode;
import io.perigee.control.backup.Backups;
import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.document.Documents;
import io.perigee.edge.EdgeNode;
import io.perigee.regional.RegionalCache;
import io.perigee.testkit.Await;
import io.perigee.testkit.LastingPorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A control plane comes back older than its nodes. Until the backup everything is acknowledged; what came after it is lost, and the nodes,
 * which have applied it, must neither stay ahead for ever nor serve what has been invalidated, before or since.
 */
final class RestoredControlPlaneTest {

    private static final long NEW_EPOCH = 1_000_000_000;
    private static final DemoOptions OPTIONS =
            DemoOptions.standard().withRegions(List.of(DemoRegion.EU)).withPorts(DemoPorts.free());

    @TempDir
    private Path folder;

    private final StartedParts parts = new StartedParts();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger version = new AtomicInteger(1);
    private final CompletableFuture<Void> slowMayEnd = new CompletableFuture<>();
    private final CountDownLatch slowAsked = new CountDownLatch(1);
    private ControlConfig config;
    private ControlNode control;
    private RegionalCache regional;
    private EdgeNode edge;
    private HttpClientAgent viewers;

    @BeforeEach
    void aNetwork() throws Exception {
        viewers = vertx("viewers").createHttpClient();
        DemoFolder files = DemoFolder.open(Optional.of(folder.resolve("network")));
        parts.add("the folder", files::close);
        DemoConfigs configs = new DemoConfigs(DemoPorts.free(), false, files.networkKey());
        config = configs.control(files.of("control-1"))
                .withApi(new ControlConfig.ApiListener(DemoConfigs.HOST, LastingPorts.pick(), null))
                .withCluster(new ControlConfig.Cluster(
                        DemoConfigs.NETWORK,
                        DemoConfigs.HOST,
                        LastingPorts.pick(),
                        List.of(),
                        DemoConfigs.LEASE,
                        DemoConfigs.RENEW_EVERY));
        control = startControl();
        MembershipConfig network = configs.network(control.url(), control.clusterAddress());
        DemoPlan plan = DemoPlan.of(OPTIONS);
        DemoPlan.Site cache = plan.regionals().getFirst();
        regional = new RegionalCache(vertx("regional"), configs.regional(cache, files.of("regional"), network));
        parts.addNode("regional", regional::stop);
        NodeVertx.await(regional.start());
        DemoPlan.Site place = plan.edges().getFirst();
        edge = new EdgeNode(vertx("edge"), configs.edge(place, files.of("edge"), network));
        parts.addNode("edge", edge::stop);
        NodeVertx.await(edge.start());
    }

    @AfterEach
    void end() {
        Await.get(control.stop());
        parts.close();
        http.shutdownNow();
    }

    private Vertx vertx(String part) {
        Vertx vertx = NodeVertx.create();
        parts.addVertx(part, vertx);
        return vertx;
    }

    private ControlNode startControl() throws InterruptedException {
        return NodeVertx.await(ControlNode.start(vertx("control"), config));
    }

    private ControlApi api() throws IOException {
        return new ControlApi(
                http,
                control.url(),
                Files.readAllLines(control.tokenFile()).getFirst().strip());
    }

    @Test
    void nodesAgreeWithARestoredControlPlaneAndServeNothingThatWasInvalidated() throws Exception {
        int origin = origin();
        acknowledged("site", origin);
        assertThat(get("site", "/a")).isEqualTo("200 version 1");
        Path backup = folder.resolve("control.backup");
        Backups.of(config, InstantSource.system()).make(backup);

        // What the backup does not have: a distribution, and an invalidation.
        acknowledged("later", origin);
        version.set(2);
        invalidated("/a");
        assertThat(get("site", "/a")).isEqualTo("200 version 2");
        assertThat(get("later", "/a")).isEqualTo("200 version 2");
        long ahead = edge.applied();
        Future<String> slow = ask("site", "/slow");
        assertThat(slowAsked.await(60, TimeUnit.SECONDS)).isTrue();

        NodeVertx.await(control.stop());
        lose(config.data());
        assertThat(Backups.of(config, InstantSource.system())
                        .restore(backup)
                        .header()
                        .sequence())
                .isLessThan(ahead);
        control = startControl();

        Await.until("the edge follows the restored log", () -> edge.applied() == NEW_EPOCH && edge.logKept());
        Await.until("the regional cache does as well", () -> regional.applied() == NEW_EPOCH);
        assertThat(get("later", "/a")).startsWith("404");
        assertThat(get("site", "/a")).isEqualTo("200 version 2");

        // A response that was on its way all the time carries a number of the log that is lost.
        slowMayEnd.complete(null);
        assertThat(Await.get(slow)).isEqualTo("200 version 2");
        version.set(3);
        invalidated("/slow", "/a");
        assertThat(get("site", "/slow")).isEqualTo("200 version 3");
        assertThat(get("site", "/a")).isEqualTo("200 version 3");
        acknowledged("later", origin);
        assertThat(get("later", "/a")).isEqualTo("200 version 3");
    }

    /** Answers with the version that is current when it is asked; {@code /slow} takes its time once. */
    private int origin() {
        Vertx vertx = vertx("origin");
        HttpServer server =
                Await.get(vertx.createHttpServer().requestHandler(this::answer).listen(0, DemoConfigs.HOST));
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        String body = "version " + version.get();
        request.response().putHeader("Cache-Control", "max-age=3600");
        if (String.valueOf(request.path()).equals("/slow") && slowAsked.getCount() > 0) {
            slowAsked.countDown();
            var unused = slowMayEnd.thenRun(() -> request.response().end(body));
        } else {
            request.response().end(body);
        }
    }

    private void acknowledged(String id, int origin) throws Exception {
        String document = """
                {"kind": "Distribution", "id": "%s", "aliases": ["%s.localhost"],
                 "origins": [{"id": "web", "domainName": "127.0.0.1", "httpPort": %d, "protocolPolicy": "http-only"}],
                 "defaultCacheBehavior": {"targetOriginId": "web", "cachePolicyId": "Managed-CachingOptimized"}}
                """.formatted(id, id, origin);
        api().apply(Documents.parse(document, Distribution.class).orThrow());
        assertThat(api().awaitDeployed(id)).isTrue();
    }

    private void invalidated(String... paths) throws Exception {
        assertThat(api().awaitInvalidated("site", api().invalidate("site", List.of(paths))))
                .isTrue();
    }

    private String get(String distribution, String path) {
        return Await.get(ask(distribution, path));
    }

    private Future<String> ask(String distribution, String path) {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(edge.port(0), DemoConfigs.HOST))
                .setHost(distribution + ".localhost")
                .setPort(80)
                .setURI(path);
        return viewers.request(options)
                .compose(HttpClientRequest::send)
                .compose(answer ->
                        answer.body().map(body -> answer.statusCode() + " " + body.toString(StandardCharsets.UTF_8)));
    }

    /** The token file stays: an operator has it elsewhere. */
    private static void lose(Path data) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data, "control.db*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
