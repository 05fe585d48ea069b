package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.perigee.observability.traffic.NodeTraffic;
import io.perigee.observability.traffic.TrafficCounts;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the control plane says of the network while it serves. */
@Conversation
class LiveTest {

    @TempDir
    Path folder;

    private Viewer viewer;
    private ControlNode control;
    private Operator operator;
    private FollowingNode edge;

    @BeforeEach
    void aNetworkOfOneEdge(Vertx vertx, Viewer viewer) {
        this.viewer = viewer;
        ControlConfig config = ControlPlanes.config(folder);
        this.control = Await.get(ControlNode.start(vertx, config));
        this.operator = new Operator(viewer, control);
        this.edge = new FollowingNode(vertx, config, control, "edge-1", "eu", URI.create("http://edge-1.example"));
        Await.until("the edge follows", () -> edge.contact.kept());
    }

    @AfterEach
    void stops() {
        edge.close();
        Await.get(control.close());
    }

    private void tell() {
        TrafficCounts counts = new TrafficCounts();
        counts.ended("site", "DE", "/a", Outcome.Hit, Reason.FRESH, 200, 100, 50_000);
        counts.ended("site", "DE", "/b", Outcome.Miss, Reason.NOT_STORED, 200, 900, 5_000_000);
        counts.ended("other", "BR", "/a", Outcome.Error, Reason.ORIGIN_UNREACHABLE, 502, 1, 5_000_000);
        edge.client.tellTraffic(DirectoryJson.encode(new NodeTraffic("edge-1", counts.sinceBefore())));
    }

    private JsonObject edgeTotals(String query) {
        return operator.read("/v1/traffic" + query).getJsonObject("totals").getJsonObject("edge");
    }

    @Test
    void whatAnEdgeTellsIsSummedUpAndCanBeNarrowed() {
        tell();
        Await.until("it has come", () -> edgeTotals("").getLong("requests") == 3);

        JsonObject all = operator.read("/v1/traffic?seconds=1800");
        JsonObject total = all.getJsonObject("totals").getJsonObject("edge");
        assertThat(total.getLong("hits")).isEqualTo(1);
        assertThat(total.getLong("errors")).isEqualTo(1);
        assertThat(total.getLong("bytes")).isEqualTo(1_001);
        assertThat(total.getLong("hitBytes")).isEqualTo(100);
        assertThat(total.getLong("p50")).isBetween(5_000L, 6_251L);
        assertThat(total.getJsonObject("reasons").getMap())
                .isEqualTo(new JsonObject("{\"fresh\":1,\"not-stored\":1,\"origin-unreachable\":1}").getMap());
        assertThat(total.getJsonArray("countries").getJsonObject(0))
                .isEqualTo(new JsonObject("{\"country\":\"DE\",\"requests\":2}"));
        assertThat(total.getJsonArray("urls").size())
                .as("one path of two distributions")
                .isEqualTo(3);
        assertThat(all.getJsonArray("distributions").size()).isEqualTo(2);
        assertThat(sum(all.getJsonObject("series").getJsonArray("edge"), "requests"))
                .isEqualTo(3);

        assertThat(edgeTotals("?distribution=site").getLong("requests")).isEqualTo(2);
        assertThat(edgeTotals("?region=eu&node=edge-1").getLong("requests")).isEqualTo(3);
        assertThat(edgeTotals("?region=us").getLong("requests")).isZero();
        assertThat(edgeTotals("?node=edge-2").getValue("p99")).isNull();
        assertThat(operator.get("/v1/traffic?seconds=9999").status()).isEqualTo(400);
    }

    private static long sum(JsonArray points, String field) {
        return points.stream()
                .mapToLong(point -> ((JsonObject) point).getLong(field))
                .sum();
    }

    @Test
    void theStreamTellsTicksChangesAndWhatIsCompleted() {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        HttpClientResponse stream = Await.get(viewer.open(operator.asked("GET", "/v1/live")));
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.getHeader("Content-Type")).isEqualTo("text/event-stream");
        AtomicBoolean ended = new AtomicBoolean();
        stream.handler(bytes -> events.add(bytes.toString()));
        stream.endHandler(end -> ended.set(true));
        stream.resume();
        Await.until("a first tick", () -> all(events).contains("event: tick"));

        tell();
        assertThat(operator.put("/v1/distributions/site", Operator.distribution("www.example.org"))
                        .status())
                .isEqualTo(201);

        Await.until("the change is told", () -> all(events).contains("event: change\ndata: {\"sequence\":1,"));
        Await.until("it is completed", () -> all(events).contains("event: completed\ndata: {\"sequence\":1}"));
        Await.until("the traffic is told", () -> all(events).contains("\"viewers\":{\"BR\":1,\"DE\":2}"));
        JsonArray ticks = operator.read("/v1/live/history").getJsonArray("ticks");
        long requests = ticks.stream()
                .flatMap(tick -> ((JsonObject) tick).getJsonArray("nodes").stream())
                .map(JsonObject.class::cast)
                .filter(node -> node.getString("id").equals("edge-1"))
                .mapToLong(node -> node.getLong("requests"))
                .sum();
        assertThat(requests).isEqualTo(3);
        assertThat(operator.get("/v1/live/history?from=yesterday").status()).isEqualTo(400);

        Await.get(control.close());
        Await.until("a control plane that stops ends the stream", ended::get);
    }

    @Test
    void aClientThatHasLeftIsCountedNoMore() {
        AtomicBoolean told = new AtomicBoolean();
        HttpClientResponse stream = Await.get(viewer.open(operator.asked("GET", "/v1/live")));
        stream.handler(bytes -> told.set(true));
        stream.resume();
        Await.until("it is told", told::get);
        Await.until("it is counted", () -> inFlight().endsWith(" 1.0"));

        Await.get(stream.request().connection().close());

        Await.until("a stop waits for nobody", () -> inFlight().endsWith(" 0.0"));
    }

    private String inFlight() {
        return viewer.get("http://127.0.0.1:" + control.managementPort() + "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("perigee_requests_in_flight{"))
                .findFirst()
                .orElse("none");
    }

    private static String all(Queue<String> events) {
        return String.join("", events);
    }

    @Test
    void everyCountryThatViewersAreCountedByHasAPlace() {
        JsonArray countries = operator.read("/v1/countries").getJsonArray("items");
        assertThat(countries.size()).isGreaterThan(200);
        assertThat(countries.stream().map(country -> ((JsonObject) country).getString("code")))
                .contains("DE", "BR", "JP");
    }

    @Test
    void onlyOperatorsAreTold() {
        for (String path : List.of("/v1/live", "/v1/live/history", "/v1/traffic", "/v1/countries")) {
            Answered answer = viewer.get(control.url() + path);
            assertThat(answer.status()).as(path).isEqualTo(401);
        }
    }
}
