package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.TestDatabase;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.LastingPorts;
import io.perigee.testkit.Received;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a control plane while invocations are accepted, made and repeated, and looks for those that it had acknowledged. */
@Conversation
@ParameterizedClass
@EnumSource(TestDatabase.class)
@SuppressWarnings("NullAway.Init") // made before each test
class InvocationCrashTest {

    private static final int ROUNDS = 2;
    private static final int CALLERS = 2;
    private static final int ACCEPTED_PER_ROUND = 20;

    private final TestDatabase database;

    @TempDir
    Path folder;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private final Set<String> succeeded = ConcurrentHashMap.newKeySet();
    private final Set<String> events = ConcurrentHashMap.newKeySet();
    private Viewer viewer;
    private int apiPort;
    private int clusterPort;
    private StoreConfig store;
    private Process process;
    private FollowingNode node;

    InvocationCrashTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void aControlPlaneProcessAndANodeWithAFunction(Vertx vertx, Viewer viewer, FakeOrigin origin) throws IOException {
        this.viewer = viewer;
        apiPort = LastingPorts.pick();
        clusterPort = LastingPorts.pick();
        ControlConfig config = ControlPlaneProcess.config(folder, apiPort, clusterPort);
        store = database.create(folder);
        process = ControlPlaneProcess.start(folder, apiPort, clusterPort, store);
        origin.otherwise(this::run);
        node = new FollowingNode(
                vertx,
                config,
                List.of(url()),
                List.of("127.0.0.1:" + clusterPort),
                "edge-1",
                "eu",
                URI.create(origin.url()));
        assertThat(send(asked("PUT", "/v1/functions/hello").body(Buffer.buffer(Jars.function("example.Hello", ""))))
                        .status())
                .isEqualTo(201);
        assertThat(send(asked("PUT", "/v1/event-rules/told")
                                .body(
                                        "{\"eventPattern\": {\"detail-type\": [\"Distribution Applied\"]}, \"function\": \"hello\"}"))
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stops() {
        node.close();
        process.destroyForcibly();
    }

    /** The function fails whenever it is called for the first time. */
    private Answer run(Received call) {
        String id = Objects.requireNonNull(call.header("Perigee-Invocation"));
        if (called.add(id)) {
            return Answer.ok("{\"errorMessage\":\"not yet\"}").with("X-Amz-Function-Error", "Unhandled");
        }
        JsonObject payload = new JsonObject(call.text());
        if (payload.containsKey("detail")) {
            events.add(payload.getJsonObject("detail").getString("distribution"));
        }
        succeeded.add(id);
        return Answer.ok("null");
    }

    @Test
    void everyInvocationThatWasAcknowledgedAndEveryEventIsMadeThoughTheControlPlaneIsKilled() throws Exception {
        Set<String> applied = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < ROUNDS; round++) {
            int before = accepted.size();
            AtomicBoolean killed = new AtomicBoolean();
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String site = "site-" + round + "-" + i;
                callers.add(Thread.ofVirtual().start(() -> call(site, applied, killed)));
            }
            Await.until(
                    () -> accepted.size() + " accepted",
                    () -> accepted.size() - before >= ACCEPTED_PER_ROUND && !succeeded.isEmpty());
            process.destroyForcibly().waitFor();
            killed.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            process = ControlPlaneProcess.start(folder, apiPort, clusterPort, store);
        }

        Await.until(
                () -> accepted.stream().filter(id -> !succeeded.contains(id)).count() + " are missing of "
                        + accepted.size(),
                () -> succeeded.containsAll(accepted));
        Await.until(() -> "told of " + events + " of " + applied, () -> events.containsAll(applied));
        assertThat(new JsonObject(send(asked("GET", "/v1/functions/hello/dead-letters"))
                                .text())
                        .getJsonArray("items"))
                .isEmpty();
    }

    private void call(String site, Set<String> applied, AtomicBoolean killed) {
        try {
            if (send(asked("PUT", "/v1/distributions/" + site).body(Operator.distribution(site + ".example.org")))
                            .status()
                    == 201) {
                applied.add(site);
            }
            while (!killed.get()) {
                Answered answer = send(asked("POST", "/v1/functions/hello/invocations")
                        .with("X-Amz-Invocation-Type", "Event")
                        .body("{}"));
                if (answer.status() == 202) {
                    accepted.add(new JsonObject(answer.text()).getString("requestId"));
                }
            }
        } catch (RuntimeException | AssertionError gone) {
            // Killed: what had no answer was not acknowledged.
        }
    }

    private Asked asked(String method, String path) {
        return Asked.of(method, url() + path).with("Authorization", "Bearer " + token());
    }

    private Answered send(Asked asked) {
        return viewer.send(asked);
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
