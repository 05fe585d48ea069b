package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.perigee.control.store.Store;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Conversation
class ControlNodeTest {

    @TempDir
    Path folder;

    private Vertx vertx;
    private Viewer viewer;
    private ControlConfig config;
    private ControlNode control;
    private Operator operator;

    @BeforeEach
    void aControlPlane(Vertx vertx, Viewer viewer) {
        this.vertx = vertx;
        this.viewer = viewer;
        this.config = ControlPlanes.config(folder);
        this.control = Await.get(ControlNode.start(vertx, config));
        this.operator = new Operator(viewer, control);
    }

    @AfterEach
    void stops() {
        Await.get(control.close());
    }

    private FollowingNode edge(String id) {
        return new FollowingNode(vertx, config, control, id, "eu", URI.create("http://" + id + ".example:8081"));
    }

    @Test
    void itIsReadyOnceItIsStarted() {
        Answered ready = viewer.get("http://127.0.0.1:" + control.managementPort() + "/readyz");
        assertThat(ready.status()).as(ready.text()).isEqualTo(200);
        assertThat(operator.read("/v1/status").getLong("head")).isZero();
        Await.until("it says so itself", () -> readyControlPlanes() == 1);
    }

    private int readyControlPlanes() {
        return operator.read("/v1/status")
                .getJsonObject("nodes")
                .getJsonObject("control")
                .getInteger("ready");
    }

    @Test
    void anInvalidationIsCompletedWhenEveryNodeHasAppliedIt() {
        // With leases that are longer than the test: what a node holds up is completed when a lease has passed.
        Await.get(control.close());
        Path other = folder.resolve("patient");
        ControlConfig usual = ControlPlanes.config(other);
        config = usual.withCluster(new ControlConfig.Cluster(
                usual.cluster().name(), "127.0.0.1", 0, List.of(), Duration.ofSeconds(30), Duration.ofSeconds(1)));
        control = Await.get(ControlNode.start(vertx, config));
        operator = new Operator(viewer, control);
        try (FollowingNode first = edge("edge-1");
                FollowingNode second = edge("edge-2")) {
            assertThat(operator.put("/v1/distributions/site", Operator.distribution("www.example.org"))
                            .status())
                    .isEqualTo(201);
            assertThat(operator.read("/v1/distributions/site?wait=20").getString("status"))
                    .isEqualTo("Deployed");
            Await.until("both follow", () -> first.contact.applied() == 1 && second.contact.applied() == 1);
            second.hold();

            Answered accepted = operator.post("/v1/distributions/site/invalidations", "{\"paths\": [\"/img/*\"]}");

            assertThat(accepted.status()).isEqualTo(202);
            String location = accepted.header("Location");
            Await.until("edge-1 has applied it", () -> first.contact.applied() == 2);
            JsonObject waiting = operator.read(location + "?wait=1");
            assertThat(waiting.getString("status")).isEqualTo("InProgress");
            assertThat(waiting.getJsonObject("progress").getJsonArray("waitingFor"))
                    .containsExactly("edge-2");
            second.release();
            assertThat(operator.read(location + "?wait=20").getString("status")).isEqualTo("Completed");
            assertThat(operator.read("/v1/status").getLong("completed")).isEqualTo(2);
            Await.until(
                    "both changes have been timed", () -> metrics().contains("perigee_change_applied_seconds_count 2"));
        }
    }

    private String metrics() {
        return viewer.get("http://127.0.0.1:" + control.managementPort() + "/metrics")
                .text();
    }

    @Test
    void nodesAreListedWithTheirLagAndTheRouterSendsViewersToThem() {
        operator.put("/v1/distributions/site", Operator.distribution("www.example.org"));
        try (FollowingNode edge = edge("edge-1")) {
            Await.until("the edge follows", () -> edge.contact.applied() == 1);
            Await.until(
                    "the router knows it",
                    () -> viewer.send(Asked.get(control.routerUrl() + "/a?b=c").with("Host", "www.example.org"))
                                    .status()
                            == 302);
            Answered redirect =
                    viewer.send(Asked.get(control.routerUrl() + "/a?b=c").with("Host", "www.example.org"));
            assertThat(redirect.header("Location")).isEqualTo("http://edge-1.example:8081/a?b=c");
            JsonObject node = operator.read("/v1/nodes").getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .filter(item -> item.getString("id").equals("edge-1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(node.getString("state")).isEqualTo("ready");
            assertThat(node.getString("lease")).isEqualTo("kept");
            assertThat(node.getLong("lag")).isZero();
        }
    }

    @Test
    void aNodeThatIsNewTakesASnapshotAndAFollowerGetsWhatItMissed() {
        operator.put("/v1/distributions/a", Operator.distribution("a.example.org"));
        operator.put("/v1/distributions/b", Operator.distribution("b.example.org"));
        try (FollowingNode edge = edge("edge-1")) {
            Await.until("the edge has all", () -> edge.contact.applied() == 2);
            assertThat(edge.snapshots.get()).isEqualTo(1);
            assertThat(edge.config.distributions()).containsOnlyKeys("a", "b");
            String log = operator.read("/v1/status").getString("log");

            Missed missed = Await.get(edge.control.entriesAfter(new LogPosition(log, 1)));
            Missed end = Await.get(edge.control.entriesAfter(new LogPosition(log, 2)));
            Missed past = Await.get(edge.control.entriesAfter(new LogPosition(log, 3)));
            Missed other = Await.get(edge.control.entriesAfter(new LogPosition("another", 1)));

            assertThat(missed).isInstanceOfSatisfying(Missed.Entries.class, page -> {
                assertThat(page.log()).isEqualTo(log);
                assertThat(page.entries()).singleElement().satisfies(entry -> {
                    assertThat(entry.sequence()).isEqualTo(2);
                    assertThat(entry.kind()).isEqualTo("DistributionApplied");
                });
            });
            assertThat(end)
                    .isInstanceOfSatisfying(
                            Missed.Entries.class,
                            page -> assertThat(page.entries()).isEmpty());
            assertThat(past).isInstanceOf(Missed.TooOld.class);
            assertThat(other).isInstanceOf(Missed.TooOld.class);
        }
    }

    @Test
    void aPositionWhoseEntriesHaveBeenTrimmedIsTooOld() {
        for (String id : List.of("a", "b", "c")) {
            operator.put("/v1/distributions/" + id, Operator.distribution(id + ".example.org"));
        }
        try (Store store = Store.open(config.store(), InstantSource.system())) {
            int dropped = store.inTransaction(transaction -> transaction.trimLog(1));
            assertThat(dropped).isEqualTo(2);
        }
        try (FollowingNode edge = edge("edge-1")) {
            Await.until("the edge has all, by a snapshot", () -> edge.contact.applied() == 3);
            String log = operator.read("/v1/status").getString("log");

            Missed trimmed = Await.get(edge.control.entriesAfter(new LogPosition(log, 1)));
            Missed kept = Await.get(edge.control.entriesAfter(new LogPosition(log, 2)));

            assertThat(trimmed).isInstanceOf(Missed.TooOld.class);
            assertThat(kept)
                    .isInstanceOfSatisfying(
                            Missed.Entries.class,
                            page -> assertThat(page.entries()).hasSize(1));
        }
    }

    @Test
    void whatWasCompletedStaysSoOverARestart() {
        operator.put("/v1/distributions/site", Operator.distribution("www.example.org"));
        assertThat(operator.read("/v1/distributions/site?wait=20").getString("status"))
                .isEqualTo("Deployed");
        String token = operator.asked("GET", "/").fields().getFirst().getValue();
        Await.get(control.close());

        control = ControlPlanes.start(vertx, folder);
        operator = new Operator(viewer, control);

        assertThat(operator.asked("GET", "/").fields().getFirst().getValue()).isEqualTo(token);
        assertThat(operator.read("/v1/distributions/site").getString("status")).isEqualTo("Deployed");
        operator.put("/v1/distributions/new", Operator.distribution("new.example.org"));
        JsonObject settling = operator.read("/v1/distributions/new");
        assertThat(settling.getString("status")).isEqualTo("InProgress");
        assertThat(settling.getJsonObject("progress").getBoolean("settling")).isTrue();
        assertThat(operator.read("/v1/distributions/new?wait=20").getString("status"))
                .isEqualTo("Deployed");
    }
}
