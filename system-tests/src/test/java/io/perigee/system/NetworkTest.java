package io.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.sun.net.httpserver.HttpServer;
import io.perigee.system.Answers.Answer;
import io.perigee.system.ContainerNetwork.Terms;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A whole network of the project's images: a control plane, an origin, and two regions of a regional cache and an edge. */
@OnEngine
@Timeout(600)
class NetworkTest {

    private static final List<String> MEMBERS = List.of("regional-eu", "regional-na", "edge-eu", "edge-na");

    @TempDir
    private static Path folder;

    private static ContainerNetwork network;
    private static Answers answers;
    private static Api api;

    @BeforeAll
    static void aNetworkWithASite() throws IOException {
        answers = new Answers();
        network = new ContainerNetwork(folder, Terms.USUAL);
        network.control("control");
        network.origin("origin");
        for (String region : List.of("eu", "na")) {
            network.regional("regional-" + region, region);
            network.edge("edge-" + region, region);
        }
        network.start();
        MEMBERS.forEach(NetworkTest::awaitReady);
        put("page.html", "first");
        api = new Api(answers, network.node("control").url(7400));
        api.deploy("site", """
                {"kind": "Distribution", "id": "site", "aliases": ["127.0.0.1"],
                 "origins": [{"id": "store", "domainName": "origin", "httpPort": 7500, "protocolPolicy": "http-only", "networkOnly": true}],
                 "defaultCacheBehavior": {"targetOriginId": "store", "cachePolicyId": "Managed-CachingOptimized"}}
                """);
    }

    @AfterAll
    static void removed() {
        if (network != null) {
            network.close();
        }
        answers.close();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyServiceRunsAsNobodyOnARootThatCannotBeWritten(Role role) throws Exception {
        NodeContainer node = network.node(role == Role.CONTROL || role == Role.ORIGIN ? role.toString() : role + "-eu");

        InspectContainerResponse container = node.getCurrentContainerInfo();
        HostConfig host = Objects.requireNonNull(container.getHostConfig());
        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getCapDrop()).isNotEmpty();
        assertThat(node.execInContainer("id", "-u").getStdout().strip()).isEqualTo("10001");
        assertThat(node.execInContainer("sh", "-c", "grep ^CapEff /proc/1/status")
                        .getStdout())
                .contains("0000000000000000");
        assertThat(node.execInContainer("touch", "/opt/perigee/x").getExitCode())
                .isNotZero();
        // The node itself is the first process, so that signals reach it, and it starts from the archive made for it.
        assertThat(node.execInContainer("sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline")
                        .getStdout())
                .startsWith("java ");
        assertThat(node.execInContainer("sh", "-c", "grep -c service.archive /proc/1/maps")
                        .getExitCode())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theEngineSeesThatTheNodeIsHealthy(Role role) {
        NodeContainer node = network.node(role == Role.CONTROL || role == Role.ORIGIN ? role.toString() : role + "-na");

        Await.until(
                () -> "healthy: " + node.state().getHealth(),
                () -> "healthy"
                        .equals(Objects.requireNonNull(node.state().getHealth()).getStatus()));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anImageSaysWhatItIsAndCarriesNoOtherService(Role role) {
        InspectImageResponse image = DockerClientFactory.lazyClient()
                .inspectImageCmd(Images.of(role))
                .exec();

        assertThat(Objects.requireNonNull(image.getConfig()).getLabels())
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsEntry("io.perigee.image", role.toString())
                .containsKeys("org.opencontainers.image.version", "org.opencontainers.image.revision");
        assertThat(image.getConfig().getUser()).isEqualTo("10001:10001");
        assertThat(image.getConfig().getHealthcheck()).isNotNull();
    }

    @Test
    void aChangedObjectReachesViewersOfEveryRegionOnceItIsInvalidated() {
        put("changing.html", "old");
        for (String region : List.of("eu", "na")) {
            assertThat(page(region, "/changing.html").body()).isEqualTo("old");
            assertThat(page(region, "/changing.html").cache()).startsWith("Hit");
        }

        put("changing.html", "new");
        assertThat(page("eu", "/changing.html").body()).as("still cached").isEqualTo("old");
        api.invalidate("site", "/changing.html");

        for (String region : List.of("eu", "na")) {
            assertThat(page(region, "/changing.html").body()).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge-eu", "regional-eu"})
    void aNodeThatIsKilledLeavesTheRestServingAndComesBack(String id) {
        assertThat(page("eu", "/page.html").body()).isEqualTo("first");

        network.node(id).kill();

        String living = id.startsWith("edge") ? "na" : "eu";
        assertThat(page(living, "/page.html").body()).isEqualTo("first");
        assertThat(page(living, "/page.html?other=" + id).status()).isEqualTo(200);
        network.node(id).startAgain();
        awaitReady(id);
        assertThat(page("eu", "/page.html").body()).isEqualTo("first");
    }

    @Test
    void aControlPlaneThatIsKilledIsNotMissedAndHasForgottenNothing() {
        network.node("control").kill();

        assertThat(page("eu", "/page.html").status()).isEqualTo(200);
        network.node("control").startAgain();
        awaitReady("control");
        assertThat(api.call("GET", "/v1/distributions/site", "").status()).isEqualTo(200);
        api.invalidate("site", "/nothing");
    }

    @Test
    void aNodeThatIsToldToEndFinishesWhatIsInFlightAndEndsWell() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(network.gateway(), 0), 0);
        slow.createContext("/", exchange -> {
            byte[] half = "half".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 2L * half.length);
            exchange.getResponseBody().write(half);
            exchange.getResponseBody().flush();
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write(half);
            exchange.close();
        });
        slow.start();
        try {
            api.deploy(
                    "slow", """
                    {"kind": "Distribution", "id": "slow", "aliases": ["localhost"],
                     "origins": [{"id": "slow", "domainName": "%s", "httpPort": %d, "protocolPolicy": "http-only"}],
                     "defaultCacheBehavior": {"targetOriginId": "slow", "cachePolicyId": "Managed-CachingDisabled"}}
                    """.formatted(network.gateway(), slow.getAddress().getPort()));
            NodeContainer edge = network.node("edge-na");
            CompletableFuture<Answer> viewer = CompletableFuture.supplyAsync(() ->
                    answers.get(URI.create("http://localhost:" + edge.url(8080).getPort() + "/")));
            asked.await();

            edge.terminate();
            Await.until(
                    "the edge is draining",
                    () -> answers.get(edge.url(Role.MANAGEMENT).resolve("/readyz"))
                                    .status()
                            == 503);
            assertThat(viewer).isNotDone();
            goOn.countDown();

            assertThat(viewer.join())
                    .isEqualTo(new Answer(200, "halfhalf", viewer.join().cache()));
            assertThat(edge.ended()).isZero();
            edge.startAgain();
            awaitReady("edge-na");
        } finally {
            goOn.countDown();
            slow.stop(0);
        }
    }

    private static void awaitReady(String id) {
        URI ready = network.node(id).url(Role.MANAGEMENT).resolve("/readyz");
        Await.until(
                () -> id + " is ready: " + answers.get(ready),
                () -> answers.get(ready).status() == 200);
    }

    private static Answer page(String region, String path) {
        return answers.get(network.node("edge-" + region).url(8080).resolve(path));
    }

    private static void put(String key, String body) {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(network.node("origin").url(7501))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("PERIGEEEXAMPLE", "an-example-secret-change-it-please")))
                .build()) {
            s3.putObject(
                    request -> request.bucket("site").key(key).cacheControl("max-age=3600"),
                    RequestBody.fromString(body));
        }
    }
}
