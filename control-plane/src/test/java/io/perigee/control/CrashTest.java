package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.TestDatabase;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.ConversationExtension;
import io.perigee.testkit.LastingPorts;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a control plane while it is being changed, several times over, and looks for what it had acknowledged. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CrashTest {

    private static final int ROUNDS = 2;
    private static final int CALLERS = 4;
    private static final int ACKNOWLEDGED_PER_ROUND = 40;

    private final TestDatabase database;

    @TempDir
    Path folder;

    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();
    private Vertx vertx;
    private Viewer viewer;
    private int apiPort;
    private int clusterPort;
    private ControlConfig config;
    private StoreConfig store;
    private Process process;

    CrashTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void aControlPlane() throws IOException {
        vertx = ConversationExtension.newVertx();
        viewer = Viewer.of(vertx);
        apiPort = LastingPorts.pick();
        clusterPort = LastingPorts.pick();
        config = ControlPlaneProcess.config(folder, apiPort, clusterPort);
        store = database.create(folder);
        process = start();
    }

    @AfterEach
    void stops() {
        process.destroyForcibly();
        viewer.close();
        Await.get(vertx.close());
    }

    @Test
    void nothingThatWasAcknowledgedIsLostByAKill() throws Exception {
        try (FollowingNode edge = new FollowingNode(
                vertx,
                config,
                List.of(url()),
                List.of("127.0.0.1:" + clusterPort),
                "edge-1",
                "eu",
                URI.create("http://edge.example"))) {
            assertThat(change("site").status()).isEqualTo(201);
            for (int round = 0; round < ROUNDS; round++) {
                hammerUntilKilled();
                process = start();
                List<LogEntry> log = log(edge);
                verify(log);
                long head = log.getLast().sequence();
                Await.until(() -> "at " + edge.contact.applied() + " of " + head, () -> edge.contact.applied() == head);
            }
            assertThat(edge.config.distributions().keySet())
                    .containsAll(acknowledged.keySet().stream()
                            .filter(name -> !name.startsWith("inv-"))
                            .toList());
        }
    }

    @Test
    void aDeploymentGoesOnAfterAKillWithoutASharePassedOverOrRepeated() throws Exception {
        try (FollowingNode edge = new FollowingNode(
                vertx,
                config,
                List.of(url()),
                List.of("127.0.0.1:" + clusterPort),
                "edge-1",
                "eu",
                URI.create("http://edge.example"))) {
            assertThat(change("site").status()).isEqualTo(201);
            for (String type : List.of("example.First", "example.Second")) {
                assertThat(send(Asked.of("PUT", url() + "/v1/functions/resize")
                                        .body(Buffer.buffer(Jars.function(type, ""))))
                                .status())
                        .isEqualTo(201);
            }
            String alias = url() + "/v1/functions/resize/aliases/live";
            send(Asked.of("PUT", alias).body("{\"functionVersion\": \"1\"}"));
            Answered created = send(Asked.of("POST", alias + "/deployments")
                    .body("{\"functionVersion\": \"2\", \"deploymentConfigName\": \"Linear15PercentEvery1Second\"}"));
            assertThat(created.status()).as(created.toString()).isEqualTo(202);
            URI deployment = url().resolve(created.header("Location"));
            Await.until(() -> read(deployment).encode(), () -> read(deployment).getDouble("weight") >= 0.3);
            process.destroyForcibly().waitFor();
            process = start();
            Await.until(() -> read(deployment).encode(), () -> read(deployment).containsKey("endedAt"));
            assertThat(read(deployment).getString("status")).isEqualTo("Succeeded");
            assertThat(log(edge).stream()
                            .filter(entry -> entry.kind().equals("FunctionAliasApplied"))
                            .map(entry -> NetworkFormat.readChange(entry.kind(), entry.payload()))
                            .map(moved -> ((Change.FunctionAliasApplied) moved).alias())
                            .map(moved -> moved.functionVersion() == 2
                                    ? "all"
                                    : moved.additionalVersionWeights().stream()
                                            .map(weight -> "" + weight.weight())
                                            .collect(Collectors.joining())))
                    .containsExactly("", "1500", "3000", "4500", "6000", "7500", "9000", "all");
        }
    }

    private Answered send(Asked asked) {
        return viewer.send(asked.with("Authorization", "Bearer " + token()));
    }

    private JsonObject read(URI target) {
        return new JsonObject(send(Asked.get(target.toString())).text());
    }

    private void hammerUntilKilled() throws InterruptedException {
        AtomicBoolean killed = new AtomicBoolean();
        AtomicInteger count = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                while (!killed.get()) {
                    try {
                        int number = names.incrementAndGet();
                        String name = number % 2 == 0 ? "d-" + number : "inv-" + number;
                        Answered answer = change(name);
                        if (answer.status() / 100 == 2) {
                            count.incrementAndGet();
                        }
                    } catch (RuntimeException gone) {
                        return;
                    }
                }
            }));
        }
        Await.until(() -> count + " changes", () -> count.get() >= ACKNOWLEDGED_PER_ROUND);
        process.destroyForcibly();
        process.waitFor();
        killed.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    /** Applies a distribution, or invalidates, and notes what was acknowledged. */
    private Answered change(String name) {
        boolean invalidation = name.startsWith("inv-");
        Asked asked = Asked.of(
                        invalidation ? "POST" : "PUT",
                        url() + (invalidation ? "/v1/distributions/site/invalidations" : "/v1/distributions/" + name))
                .with("Authorization", "Bearer " + token())
                .body(
                        invalidation
                                ? "{\"paths\": [\"/" + name + "\"], \"callerReference\": \"" + name + "\"}"
                                : Operator.distribution(name + ".example.org"));
        Answered answer = viewer.send(asked);
        if (answer.status() / 100 == 2) {
            acknowledged.put(name, new JsonObject(answer.text()).getLong("sequence"));
        }
        return answer;
    }

    private void verify(List<LogEntry> log) {
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).sequence()).isEqualTo(i + 1L);
        }
        acknowledged.forEach((name, sequence) -> {
            assertThat((long) log.size()).as(name).isGreaterThanOrEqualTo(sequence);
            assertThat(log.get((int) (sequence - 1)).payload()).contains("\"" + name + "\"");
        });
    }

    private List<LogEntry> log(FollowingNode edge) {
        List<LogEntry> log = new ArrayList<>();
        Answered status = viewer.send(Asked.get(url() + "/v1/status").with("Authorization", "Bearer " + token()));
        String identity = new JsonObject(status.text()).getString("log");
        // A client that knows nothing takes a snapshot instead of asking; entry 1 is the distribution that all others
        // need.
        log.add(new LogEntry(1, "DistributionApplied", "\"site\""));
        while (true) {
            Missed missed = Await.get(edge.control.entriesAfter(
                    new LogPosition(identity, log.getLast().sequence())));
            if (!(missed instanceof Missed.Entries page) || page.entries().isEmpty()) {
                assertThat(missed).isInstanceOf(Missed.Entries.class);
                return log;
            }
            log.addAll(page.entries());
        }
    }

    private Process start() throws IOException {
        return ControlPlaneProcess.start(folder, apiPort, clusterPort, store);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + apiPort);
    }

    private String token() {
        try {
            return Files.readAllLines(folder.resolve("control/api-token")).getFirst();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
