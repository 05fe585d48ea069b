package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.store.PostgresServer;
import io.perigee.control.store.StoreConfig;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control planes that share a PostgreSQL database, with nodes that follow them. */
@Conversation
class SeveralControlPlanesTest {

    private static final String SITE = "/v1/distributions/site";

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private Vertx vertx;
    private Viewer viewer;
    private StoreConfig.PostgreSql database;

    @BeforeEach
    void aDatabase(Vertx vertx, Viewer viewer) throws IOException {
        this.vertx = vertx;
        this.viewer = viewer;
        this.database = PostgresServer.shared().newDatabase();
        Files.writeString(folder.resolve("tokens"), "a-token-that-all-control-planes-share\n");
    }

    @AfterEach
    void stops() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private ControlNode start(String id, List<String> members) {
        ControlNode node =
                Await.get(ControlNode.start(vertx, ControlPlanes.oneOfSeveral(folder, database, id, members)));
        opened.push(() -> Await.get(node.close()));
        return node;
    }

    private FollowingNode edge(String id, List<URI> apis, List<String> addresses) {
        FollowingNode node = new FollowingNode(
                vertx,
                ControlPlanes.config(folder),
                apis,
                addresses,
                id,
                "eu",
                URI.create("http://" + id + ".example:8081"));
        opened.push(node);
        return node;
    }

    @Test
    void eachAcceptsChangesAllNumberThemInOneOrderAndEachSaysHowFarTheyAre() throws Exception {
        ControlNode one = start("control-1", List.of());
        ControlNode two = start("control-2", List.of(one.clusterAddress()));
        FollowingNode edge = edge("edge-1", List.of(two.url()), List.of(two.clusterAddress()));
        Operator first = new Operator(viewer, one);
        Operator second = new Operator(viewer, two);

        assertThat(first.put(SITE, Operator.distribution("www.example.org")).status())
                .isEqualTo(201);
        assertThat(second.put("/v1/distributions/other", Operator.distribution("www.example.org"))
                        .status())
                .as("the other one's change is known")
                .isEqualTo(409);
        List<Long> sequences = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Answered>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Operator operator = i % 2 == 0 ? first : second;
                String path = "/" + i;
                calls.add(() -> operator.post(SITE + "/invalidations", "{\"paths\": [\"" + path + "\"]}"));
            }
            for (Future<Answered> call : threads.invokeAll(calls)) {
                sequences.add(new JsonObject(call.get().text()).getLong("sequence"));
            }
        }

        assertThat(sequences)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, 21).boxed().toList());
        Await.until(() -> "the edge is at " + edge.contact.applied(), () -> edge.contact.applied() == 21);
        completed(first, 21);
        completed(second, 21);
        assertThat(second.read(SITE).getString("status")).isEqualTo("Deployed");
    }

    private static void completed(Operator operator, long sequence) {
        Await.until(
                () -> operator.read("/v1/status").encode(),
                () -> operator.read("/v1/status").getLong("completed") == sequence);
    }

    @Test
    void oneThatIsKilledInAStreamOfChangesTakesNothingWithItThatItHadAcknowledged() throws Exception {
        ControlNode survivor = start("control-1", List.of());
        Path ready = folder.resolve("ready");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControlPlaneProcess.class.getName(),
                        folder.toString(),
                        "0",
                        "0",
                        ready.toString(),
                        database.url(),
                        Objects.requireNonNull(database.username()),
                        "control-2",
                        survivor.clusterAddress())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        opened.push(process::destroyForcibly);
        Await.until("the other one is ready", () -> Files.exists(ready) || !process.isAlive());
        List<String> victim = Files.readAllLines(ready);
        URI victimUrl = URI.create(victim.get(0));
        FollowingNode edge =
                edge("edge-1", List.of(victimUrl, survivor.url()), List.of(victim.get(1), survivor.clusterAddress()));
        assertThat(new Operator(viewer, survivor)
                        .put(SITE, Operator.distribution("www.example.org"))
                        .status())
                .isEqualTo(201);
        Await.until("the edge follows", edge.contact::kept);

        AtomicBoolean over = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (URI url : List.of(survivor.url(), victimUrl, survivor.url(), victimUrl)) {
            callers.add(Thread.ofVirtual().start(() -> invalidate(url, over)));
        }
        Await.until(() -> acknowledged.size() + " changes", () -> acknowledged.size() >= 40);
        process.destroyForcibly();
        process.waitFor();
        int then = acknowledged.size();
        Await.until(() -> acknowledged.size() + " changes", () -> acknowledged.size() >= then + 10);
        over.set(true);
        for (Thread caller : callers) {
            caller.join();
        }

        Operator operator = new Operator(viewer, survivor);
        long head = operator.read("/v1/status").getLong("head");
        assertThat(acknowledged.values()).doesNotHaveDuplicates().allMatch(sequence -> sequence <= head);
        Await.until(() -> edge.contact.applied() + " of " + head, () -> edge.contact.applied() == head);
        completed(operator, head);
        Await.until("the edge has its lease from the survivor", edge.contact::kept);
        JsonObject all = operator.read(SITE + "/invalidations?limit=1000");
        List<String> kept = all.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("callerReference"))
                .toList();
        assertThat(kept).containsAll(acknowledged.keySet());
        assertThat(all.getJsonArray("items"))
                .allSatisfy(item ->
                        assertThat(((JsonObject) item).getString("status")).isEqualTo("Completed"));
    }

    /** Invalidates at one control plane until it is over or that control plane is gone, and notes what was acknowledged. */
    private void invalidate(URI url, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            String reference = Thread.currentThread().threadId() + "-" + i;
            try {
                Answered answer = viewer.send(Asked.of("POST", url + SITE + "/invalidations")
                        .with("Authorization", "Bearer a-token-that-all-control-planes-share")
                        .with("Content-Type", "application/json")
                        .body("{\"paths\": [\"/" + reference + "\"], \"callerReference\": \"" + reference + "\"}"));
                if (answer.status() == 202) {
                    acknowledged.put(reference, new JsonObject(answer.text()).getLong("sequence"));
                }
            } catch (RuntimeException gone) {
                return;
            }
        }
    }

    @Test
    void thoseThatDoNotSeeEachOtherNumberInOneOrderAndCompleteNothingThatANodeOfTheOtherMayNotHave() {
        ControlNode one = start("control-1", List.of());
        ControlNode two = start("control-2", List.of());
        Operator first = new Operator(viewer, one);
        Operator second = new Operator(viewer, two);
        FollowingNode near = edge("near", List.of(one.url()), List.of(one.clusterAddress()));
        FollowingNode far = edge("far", List.of(two.url()), List.of(two.clusterAddress()));
        assertThat(first.put(SITE, Operator.distribution("www.example.org")).status())
                .isEqualTo(201);
        Await.until("both follow", () -> near.contact.applied() == 1 && far.contact.applied() == 1);
        Await.until("both hold their leases", () -> near.contact.kept() && far.contact.kept());
        far.hold();

        assertThat(second.put("/v1/distributions/other", Operator.distribution("other.example.org"))
                        .status())
                .isEqualTo(201);
        String location = Objects.requireNonNull(
                first.post(SITE + "/invalidations", "{\"paths\": [\"/*\"]}").header("Location"));
        Await.until("the near one has both", () -> near.contact.applied() == 3);
        Await.until(
                () -> first.read("/v1/status").encode(),
                () -> first.read(location).getString("status").equals("Completed"));

        assertThat(far.contact.kept())
                .as("a node of the other half that has not applied it may serve from cache")
                .isFalse();
        assertThat(second.read(location).getString("status"))
                .as("what one has said, the other says")
                .isEqualTo("Completed");
        far.release();
        Await.until("the far one has both", () -> far.contact.applied() == 3 && far.contact.kept());
    }

    @Test
    void whileTheDatabaseIsAwayChangesAreRefusedAndEverythingGoesOnWhenItIsBack() {
        try (PostgresServer server = PostgresServer.own()) {
            database = server.newDatabase();
            ControlNode control = start("control-1", List.of());
            Operator operator = new Operator(viewer, control);
            FollowingNode edge = edge("edge-1", List.of(control.url()), List.of(control.clusterAddress()));
            assertThat(operator.put(SITE, Operator.distribution("www.example.org"))
                            .status())
                    .isEqualTo(201);
            Await.until("the edge follows", () -> edge.contact.applied() == 1);

            server.stop();
            Answered refused = operator.post(SITE + "/invalidations", "{\"paths\": [\"/*\"]}");
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(refused.text()).contains("Nothing was changed.");
            assertThat(operator.get("/v1/status").status()).isEqualTo(503);
            assertThat(operator.get("/openapi.json").status()).isEqualTo(200);

            server.start();
            Await.until(
                    "an invalidation is accepted",
                    () -> operator.post(SITE + "/invalidations", "{\"paths\": [\"/*\"]}")
                                    .status()
                            == 202);
            Await.until("the edge has it", () -> edge.contact.applied() == 2);
            completed(operator, 2);
            while (!opened.isEmpty()) {
                closeLast();
            }
        }
    }

    private void closeLast() {
        try {
            opened.pop().close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
