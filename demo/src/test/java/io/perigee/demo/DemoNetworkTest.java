package io.perigee.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.demo.tour.StepResult;
import io.perigee.demo.tour.Tour;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.Needs;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One network of two regions for all tests; the tour, which kills and publishes, comes last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoNetworkTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoNetwork network;

    @BeforeAll
    void start() throws Exception {
        network = DemoNetwork.start(
                DemoOptions.standard()
                        .withRegions(List.of(DemoRegion.EU, DemoRegion.AP))
                        .withPorts(DemoPorts.free()),
                Progress.SILENT);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    @Order(1)
    void everyEdgeServesTheSampleSiteAndSaysWhereItIs() throws Exception {
        for (DemoEdge edge : network.edges()) {
            HttpResponse<String> page = get(edge.url().resolve("/"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<html");
            assertThat(page.headers().firstValue("X-Amz-Cf-Pop")).contains(edge.location());
        }
    }

    @Test
    @Order(2)
    void theOriginAnswersNobodyOutsideTheNetwork() throws Exception {
        assertThat(get(network.originUrl().resolve("/")).statusCode()).isEqualTo(403);
    }

    @Test
    @Order(3)
    void theFilmComesInParts() throws Exception {
        HttpResponse<byte[]> part = network.http()
                .send(
                        HttpRequest.newBuilder(network.edges().getFirst().url().resolve("/video/orbits.mp4"))
                                .header("Range", "bytes=1000-1999")
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(1000);
    }

    @Test
    @Order(4)
    void theApiIsAskedEachTime() throws Exception {
        URI api = network.edges().getFirst().url().resolve("/api/time");
        assertThat(get(api).body()).isNotEqualTo(get(api).body());
    }

    @Test
    @Order(5)
    void everyEdgeListensWithHttpsToo() throws Exception {
        for (DemoEdge edge : network.edges()) {
            assertThat(edge.httpsUrl().getPort())
                    .isPositive()
                    .isNotEqualTo(edge.url().getPort());
        }
    }

    @Test
    @Order(6)
    void theTableNamesEveryNode() {
        String table = String.join("\n", DemoTable.lines(network));
        Stream.of(
                        network.dashboardUrl(),
                        network.controlUrl(),
                        network.originUrl(),
                        network.routerUrl(),
                        network.regionals().getFirst().url(),
                        network.edges().getLast().url(),
                        network.edges().getLast().httpsUrl())
                .forEach(url -> assertThat(table).contains(url.toString()));
    }

    @Test
    @Order(7)
    void everyLineToCopyWorksAsItStands() throws Exception {
        Needs.program("curl", "curl");
        for (Example example : Example.of(network)) {
            Ran ran = run(example.command());
            assertThat(ran.exitCode()).as(example.command()).isZero();
            assertThat(ran.output()).as(example.command()).isNotBlank();
            if (ran.output().startsWith("HTTP/")) {
                String expected = example.shows().contains("network only")
                        ? "403"
                        : example.shows().contains("router") ? "302" : "200";
                assertThat(ran.output().lines().findFirst().orElse(""))
                        .as(example.command())
                        .contains(" " + expected);
            } else {
                assertThat(ran.output()).as(example.command()).startsWith("{").doesNotContain("\"violations\"");
            }
        }
    }

    @Test
    @Order(8)
    void whatWasPrewarmedIsAHitAtEveryEdge() throws Exception {
        List<String> paths = List.of("/img/mars.jpg?w=111", "/img/plum.jpg?w=111");
        JsonNode job = send(
                "POST",
                "/v1/distributions/demo/prewarms",
                JSON.createObjectNode().put("everyEdge", true).set("paths", JSON.valueToTree(paths)));
        JsonNode ended =
                send("GET", "/v1/distributions/demo/prewarms/" + job.path("id").asText() + "?wait=20", null);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("Finished");
        assertThat(ended.path("filled").asInt())
                .as(ended.toString())
                .isEqualTo(network.edges().size() * paths.size());
        for (DemoEdge edge : network.edges()) {
            for (String path : paths) {
                assertThat(get(edge.url().resolve(path)).headers().firstValue("X-Cache"))
                        .as(path + " at " + edge.location())
                        .contains("Hit from perigee");
            }
        }
    }

    @Test
    @Order(9)
    void theTourGoesAsExpected() throws Exception {
        StringWriter shown = new StringWriter();
        List<StepResult> results = new Tour(network, new PrintWriter(shown), false).take();
        assertThat(results).hasSize(7).as(shown.toString()).allMatch(StepResult::passed);
        assertThat(shown.toString()).doesNotContain("\u001b");
    }

    @Test
    @Order(10)
    void theTourPassesAgainOnTheSameNetwork() throws Exception {
        StringWriter shown = new StringWriter();
        List<StepResult> results = new Tour(network, new PrintWriter(shown), true).take();
        assertThat(results).as(shown.toString()).allMatch(StepResult::passed);
        assertThat(shown.toString()).contains("\u001b");
    }

    @Test
    @Order(11)
    void whatFunctionsUseOnEdgesAndRegionalCachesIsCountedByTheControlPlane() throws Exception {
        for (DemoEdge edge : network.edges()) {
            assertThat(get(edge.url().resolve("/whoami")).statusCode()).isEqualTo(200);
            // Whatever the origin has of it: the function is asked first, where the origin is contacted.
            assertThat(get(edge.url().resolve("/device/counted")).statusCode()).isNotEqualTo(502);
        }
        Await.until(
                "both tiers' functions are counted",
                () -> used("who-am-i") >= network.edges().size() && used("device-origin") > 0);
    }

    private long used(String function) {
        long invocations = 0;
        for (JsonNode day : read("/v1/functions/" + function + "/usage").path("items")) {
            invocations += day.path("invocations").asLong();
        }
        return invocations;
    }

    @Test
    @Order(12)
    void aVersionThatFailsViewersIsTakenBackByItsAlarm() throws Exception {
        publish("greeting", "function handler(event) { return {statusCode: 200, body: 'hello'}; }");
        publish("greeting", "function handler(event) { throw new Error('on purpose'); }");
        String alias = "/v1/functions/greeting/aliases/live";
        send("PUT", alias, JSON.readTree("{\"functionVersion\": \"1\"}"));
        send("PUT", "/v1/distributions/greeting", JSON.readTree("""
            {"aliases": ["greeting.example.org"], "origins": [{"id": "o", "domainName": "origin.example.org"}],
             "defaultCacheBehavior": {"targetOriginId": "o",
                "functionAssociations": [{"eventType": "viewer-request", "function": "greeting", "version": "live"}]}}"""));
        Vertx vertx = ConversationExtension.newVertx();
        try (Viewer viewer = Viewer.of(vertx)) {
            Asked greeting = Asked.get(network.edges().getFirst().url() + "/").with("Host", "greeting.example.org");
            Await.until("version 1 serves", () -> viewer.send(greeting).text().equals("hello"));

            JsonNode deployment = send("POST", alias + "/deployments", JSON.readTree("""
                {"functionVersion": "2", "deploymentConfigName": "Canary50Percent1Hour",
                 "alarms": {"maxErrorRate": "10%", "minInvocations": 5}}"""));
            String path = alias + "/deployments/" + deployment.path("id").asText();
            Await.until("version 2 fails viewers and is given up", () -> {
                viewer.send(greeting);
                return read(path).has("endedAt");
            });

            JsonNode ended = read(path);
            assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("Failed");
            assertThat(ended.path("errorInformation").path("code").asText())
                    .as("%s", ended)
                    .isEqualTo("ALARM_ACTIVE");
            assertThat(ended.path("errorInformation").path("message").asText())
                    .startsWith("Version 2 failed ")
                    .endsWith("(100.00%), more than 10%.");
            JsonNode back = read(alias);
            assertThat(back.path("functionVersion").asText()).isEqualTo("1");
            assertThat(back.path("routingConfig").path("additionalVersionWeights"))
                    .isEmpty();
            Await.until(
                    "the edge has it",
                    () -> IntStream.range(0, 20)
                            .allMatch(i -> viewer.send(greeting).status() == 200));
        } finally {
            Await.get(vertx.close());
        }
    }

    private void publish(String function, String script) throws Exception {
        HttpRequest request = request("/v1/functions/" + function + "?runtime=cloudfront-js-2.0")
                .header("Content-Type", "application/javascript")
                .PUT(BodyPublishers.ofString(script))
                .build();
        HttpResponse<String> answer = network.http().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private JsonNode read(String path) {
        try {
            return send("GET", path, null);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(network.controlUrl().resolve(path))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(network.tokenFile()).strip());
    }

    private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return network.http().send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private JsonNode send(String method, String path, @Nullable JsonNode document) throws Exception {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        document == null ? BodyPublishers.noBody() : BodyPublishers.ofString(document.toString()))
                .build();
        HttpResponse<String> answer = network.http().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private record Ran(int exitCode, String output) {}

    private static Ran run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("demo-line", ".txt");
        try {
            Process shell = new ProcessBuilder("sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int exitCode = shell.waitFor();
            return new Ran(exitCode, Files.readString(output, StandardCharsets.ISO_8859_1));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
