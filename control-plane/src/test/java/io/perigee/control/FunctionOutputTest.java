package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.perigee.control.store.PostgresServer;
import io.perigee.control.store.StoreConfig;
import io.perigee.delivery.network.HttpControlPlane;
import io.perigee.delivery.output.CollectedOutput;
import io.perigee.delivery.output.OutputShipper;
import io.perigee.functions.Ending;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Invocation;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes send what functions print and use to control planes, and operators read it there. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class FunctionOutputTest {

    private static final FunctionId HELLO = new FunctionId("hello", 3);

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Vertx vertx;
    private Viewer viewer;
    private ControlConfig config;

    @BeforeEach
    void aNetwork(Vertx vertx, Viewer viewer) {
        this.vertx = vertx;
        this.viewer = viewer;
        config = ControlPlanes.config(folder);
    }

    @AfterEach
    void stops() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private ControlNode start(ControlConfig config) {
        ControlNode node = Await.get(ControlNode.start(vertx, config));
        opened.push(() -> Await.get(node.close()));
        return node;
    }

    /** The part of a node that functions print into. */
    private record Node(CollectedOutput output, OutputShipper shipper) {

        void prints(String... lines) {
            for (String line : lines) {
                output.line(HELLO, "request-1", line);
            }
        }

        void sends() {
            Await.get(shipper.send());
        }
    }

    private Node node(String id, String region, URI... planes) {
        CollectedOutput output = new CollectedOutput(InstantSource.system());
        HttpControlPlane control =
                new HttpControlPlane(vertx, List.of(planes), ControlPlanes.authenticator(config, id));
        return new Node(output, new OutputShipper(vertx, output, control, id, region));
    }

    private static List<String> texts(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(line -> ((JsonObject) line).getString("text"))
                .toList();
    }

    @Test
    void whatFunctionsPrintIsReadByRegionVersionAndTextAndIsThereAfterARestart() throws Exception {
        ControlNode control = start(config);
        Operator operator = new Operator(viewer, control);
        Node eu = node("edge-1", "eu", control.url());
        Node us = node("edge-2", "us", control.url());
        eu.prints("START RequestId: request-1 Version: 3", "good morning", "END RequestId: request-1");
        eu.sends();
        us.prints("good night");
        us.output().line(new FunctionId("hello", 4), "", "starting");
        us.sends();

        JsonObject all = operator.read("/v1/functions/hello/logs");
        assertThat(texts(all))
                .containsExactly(
                        "START RequestId: request-1 Version: 3",
                        "good morning",
                        "END RequestId: request-1",
                        "good night",
                        "starting");
        JsonObject first = all.getJsonArray("items").getJsonObject(0);
        assertThat(first.getString("region")).isEqualTo("eu");
        assertThat(first.getString("node")).isEqualTo("edge-1");
        assertThat(first.getString("requestId")).isEqualTo("request-1");
        assertThat(texts(operator.read("/v1/functions/hello/logs?filter=good&region=us")))
                .containsExactly("good night");
        assertThat(texts(operator.read("/v1/functions/hello/logs?version=4"))).containsExactly("starting");
        assertThat(texts(operator.read("/v1/functions/hello/logs?since=2100-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(texts(operator.read("/v1/functions/hello/logs?since=PT1H&until=2100-01-01T00:00:00Z")))
                .hasSize(5);
        assertThat(operator.get("/v1/functions/hello/logs?since=P1").status()).isEqualTo(400);
        assertThat(operator.get("/v1/functions/nobody/logs").status()).isEqualTo(404);
        assertThat(operator.get("/v1/functions/nobody/usage").status()).isEqualTo(404);
        assertThat(operator.get("/v1/functions/hello/logs?since=today").status())
                .isEqualTo(400);

        opened.pop().close();
        Operator after = new Operator(viewer, start(config));
        assertThat(texts(after.read("/v1/functions/hello/logs?limit=2"))).hasSize(2);
        assertThat(texts(after.read("/v1/functions/hello/logs"))).hasSize(5);
    }

    @Test
    void howLongALogIsKeptIsSetForEachFunctionThatHasOneAndStaysAsItWasSet() throws Exception {
        String path = "/v1/functions/hello/log-retention";
        ControlNode control = start(config);
        Operator operator = new Operator(viewer, control);
        assertThat(operator.get(path).status()).isEqualTo(404);
        assertThat(operator.put(path, "{\"retentionInDays\": 30}").status()).isEqualTo(404);
        Node node = node("edge-1", "eu", control.url());
        node.prints("one");
        node.sends();

        JsonObject usual = new JsonObject().put("usualRetention", "PT168H");
        assertThat(operator.read(path)).isEqualTo(usual);
        assertThat(operator.put(path, "{\"retentionInDays\": 0}").status()).isEqualTo(400);
        assertThat(operator.put(path, "{}").status()).isEqualTo(400);
        assertThat(operator.put(path, "{\"retentionInDays\": 30}").status()).isEqualTo(200);

        opened.pop().close();
        Operator after = new Operator(viewer, start(config));
        assertThat(after.read(path)).isEqualTo(usual.copy().put("retentionInDays", 30));
        assertThat(after.send(after.asked("DELETE", path)).status()).isEqualTo(204);
        assertThat(after.read(path)).isEqualTo(usual);
    }

    @Test
    void whoFollowsIsAnsweredWhenSomethingIsPrinted() {
        ControlNode control = start(config);
        Operator operator = new Operator(viewer, control);
        Node node = node("edge-1", "eu", control.url());
        node.prints("one");
        node.sends();
        String position = operator.read("/v1/functions/hello/logs").getString("position");

        CompletableFuture<Answered> waiting = CompletableFuture.supplyAsync(
                () -> operator.get("/v1/functions/hello/logs?wait=30&position=" + position));
        node.prints("two");
        node.sends();

        JsonObject page = new JsonObject(Await.get(waiting).text());
        assertThat(texts(page)).containsExactly("two");
        assertThat(texts(operator.read("/v1/functions/hello/logs?position=" + page.getString("position"))))
                .isEmpty();
    }

    @Test
    void whatWasUsedCountsOnceThoughAnswersAreLostAndIsPriced() {
        ControlNode control = start(config);
        Operator operator = new Operator(viewer, control);
        CollectedOutput output = new CollectedOutput(InstantSource.system());
        HttpControlPlane plane =
                new HttpControlPlane(vertx, List.of(control.url()), ControlPlanes.authenticator(config, "edge-1"));
        AtomicInteger sent = new AtomicInteger();
        OutputShipper shipper = new OutputShipper(
                vertx,
                output,
                batch -> plane.send(batch)
                        .compose(stored -> sent.incrementAndGet() % 3 == 0
                                ? Future.succeededFuture()
                                : Future.failedFuture("the answer was lost")),
                "edge-1",
                "eu");
        for (int i = 0; i < 10; i++) {
            output.ended(HELLO, FunctionTier.LAMBDA, i == 0 ? Ending.ERROR : Ending.SUCCESS, 4_000_000);
            output.ended(new FunctionId("script", 1), FunctionTier.CLOUDFRONT_FUNCTION, Ending.SUCCESS, 40_000);
            output.report(new Invocation(
                    HELLO,
                    "r",
                    Optional.empty(),
                    Invocation.Outcome.SUCCESS,
                    Duration.ofMillis(4),
                    Duration.ofSeconds(1),
                    1024,
                    50,
                    Optional.empty()));
            output.line(HELLO, "r", "line " + i);
            Await.get(shipper.send().map(true).otherwise(false));
        }
        output.ended(HELLO, FunctionTier.LAMBDA, Ending.THROTTLE, 0);
        Await.until("all is sent", () -> Await.get(shipper.send().map(true).otherwise(false)));

        JsonObject usage = operator.read("/v1/functions/hello/usage");
        assertThat(usage.getString("currency")).isEqualTo("USD");
        assertThat(usage.getJsonArray("items").stream()
                        .mapToLong(day -> ((JsonObject) day).getLong("invocations"))
                        .sum())
                .isEqualTo(10);
        // A test at midnight has two days.
        JsonObject day = usage.getJsonArray("items").getJsonObject(0);
        assertThat(day.getDouble("averageMillis")).isEqualTo(4.0);
        assertThat(day.getLong("p99Millis")).isEqualTo(4);
        long invocations = day.getLong("invocations");
        assertThat(day.getDouble("gigabyteSeconds")).isEqualTo((double) invocations);
        assertThat(day.getDouble("estimatedCost")).isCloseTo(invocations * (0.60 / 1e6 + 0.00005001), offset(1e-12));
        assertThat(texts(operator.read("/v1/functions/hello/logs"))).hasSize(10);
        assertThat(operator.read("/v1/function-usage").getJsonArray("items").stream()
                        .map(each -> ((JsonObject) each).getString("function"))
                        .distinct())
                .containsExactly("hello", "script");
    }

    @Test
    void ofSeveralControlPlanesAnyTakesItAndAllShowIt() throws IOException {
        StoreConfig.PostgreSql database = PostgresServer.shared().newDatabase();
        Files.writeString(folder.resolve("tokens"), "a-token-that-all-control-planes-share\n");
        ControlNode one = start(ControlPlanes.oneOfSeveral(folder, database, "one", List.of()));
        ControlNode two = start(ControlPlanes.oneOfSeveral(folder, database, "two", List.of(one.clusterAddress())));
        Node a = node("edge-1", "eu", one.url(), two.url());
        Node b = node("edge-2", "eu", two.url(), one.url());
        a.prints("a");
        a.sends();
        b.prints("b");
        b.sends();

        assertThat(texts(new Operator(viewer, one).read("/v1/functions/hello/logs")))
                .containsExactly("a", "b");
        assertThat(texts(new Operator(viewer, two).read("/v1/functions/hello/logs")))
                .containsExactly("a", "b");
    }

    @Test
    void nobodyButNodesBringsOutput() {
        ControlNode control = start(config);
        Answered answer = viewer.send(
                Asked.of("POST", control.url() + "/internal/function-output").body("{}"));
        assertThat(answer.status()).isEqualTo(401);
    }
}
