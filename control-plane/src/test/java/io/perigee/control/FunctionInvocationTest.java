package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.Received;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator invokes functions through a control plane; what the node does, the test says. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class FunctionInvocationTest {

    private static final String INVOCATIONS = "/v1/functions/hello/invocations";
    private static final String ON_NODE = "/perigee/functions/hello:1/invocations";

    @TempDir
    Path folder;

    private Vertx vertx;
    private Viewer viewer;
    private ControlConfig config;
    private ControlNode control;
    private Operator operator;
    private FakeOrigin node;
    private FollowingNode follower;

    @BeforeEach
    void aControlPlaneWithANodeAndAFunction(Vertx vertx, Viewer viewer, FakeOrigin node) {
        this.vertx = vertx;
        this.viewer = viewer;
        this.node = node;
        config = ControlPlanes.config(folder)
                .withFunctions(new FunctionsConfig(
                        3, Duration.ofMillis(50), Duration.ofSeconds(2), FunctionOutputConfig.DEFAULT));
        start();
        assertThat(operator.upload("/v1/functions/hello", Jars.function("example.Hello", ""))
                        .status())
                .isEqualTo(201);
        node.otherwise(received -> Answer.ok("null"));
        Await.until("a node is ready", () -> invoke("anybody").status() != 503);
    }

    private void start() {
        control = Await.get(ControlNode.start(vertx, config));
        operator = new Operator(viewer, control);
        follower = new FollowingNode(vertx, config, control, "edge-1", "eu", URI.create(node.url()));
    }

    @AfterEach
    void stops() {
        follower.close();
        Await.get(control.close());
    }

    private Answered invoke(String name) {
        return operator.post(INVOCATIONS, "{\"name\": \"" + name + "\"}");
    }

    private Answered invoke(Map<String, String> headers, String query, String payload) {
        var asked = operator.asked("POST", INVOCATIONS + query);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            asked = asked.with(header.getKey(), header.getValue());
        }
        return operator.send(asked.body(payload));
    }

    @Test
    void theFunctionsAnswerIsTheAnswerAndTheNodeSeesWhoAsks() {
        node.on(ON_NODE, Answer.ok("{\"hello\":\"you\"}").with("X-Amz-Log-Result", "TE9H"));

        Answered answer = invoke(Map.of("X-Amz-Log-Type", "Tail"), "", "{\"name\":\"you\"}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"hello\":\"you\"}");
        assertThat(answer.header("X-Amz-Executed-Version")).isEqualTo("1");
        assertThat(answer.header("X-Amz-Log-Result")).isEqualTo("TE9H");
        assertThat(answer.header("X-Amz-Function-Error")).isNull();
        Received asked = node.lastRequest();
        assertThat(asked.text()).isEqualTo("{\"name\":\"you\"}");
        assertThat(asked.header("Perigee-Invocation")).isEqualTo(answer.header("X-Amzn-RequestId"));
        NodeAuthenticator edge = ControlPlanes.authenticator(config, "edge-1");
        assertThat(edge.verify("POST", ON_NODE, asked::headers)).isInstanceOf(Authentication.Authentic.class);
    }

    @Test
    void aFunctionThatFailsIsNoFailureOfTheRequest() {
        node.on(ON_NODE, Answer.ok("{\"errorMessage\":\"no\"}").with("X-Amz-Function-Error", "Unhandled"));

        Answered answer = invoke("you");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Amz-Function-Error")).isEqualTo("Unhandled");
        assertThat(answer.text()).isEqualTo("{\"errorMessage\":\"no\"}");
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        node.on(ON_NODE, Answer.status(429).body("{\"message\":\"10 calls are under way\"}"));
        assertThat(invoke("you").status()).isEqualTo(429);
        assertThat(operator.post("/v1/functions/nobody/invocations", "{}").status())
                .isEqualTo(404);
        assertThat(invoke(Map.of(), "?qualifier=7", "{}").status()).isEqualTo(404);
        assertThat(invoke(Map.of(), "?region=moon", "{}").status()).isEqualTo(503);
        assertThat(invoke(Map.of("X-Amz-Invocation-Type", "Perhaps"), "", "{}").status())
                .isEqualTo(400);
        assertThat(invoke(Map.of(), "", "no json").status()).isEqualTo(400);
        assertThat(invoke(Map.of("X-Amz-Invocation-Type", "DryRun"), "", "{}").status())
                .isEqualTo(204);
        String long256 = "\"" + "x".repeat(256 << 10) + "\"";
        assertThat(invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", long256).status())
                .isEqualTo(413);
        String long6 = "\"" + "x".repeat(6 << 20) + "\"";
        assertThat(invoke(Map.of(), "", long6).status()).isEqualTo(413);
    }

    @Test
    void anInvocationThatIsAcceptedIsMadeAndRepeatedUntilTheFunctionSucceeds() {
        AtomicInteger calls = new AtomicInteger();
        node.on(
                ON_NODE,
                received -> calls.incrementAndGet() < 3
                        ? Answer.ok("{\"errorMessage\":\"no\"}").with("X-Amz-Function-Error", "Unhandled")
                        : Answer.ok("null"));

        Answered accepted = invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{\"n\":1}");

        assertThat(accepted.status()).isEqualTo(202);
        Await.until("it has succeeded at the third try", () -> calls.get() == 3);
        String id = new JsonObject(accepted.text()).getString("requestId");
        assertThat(node.requests(ON_NODE).stream()
                        .filter(received -> id.equals(received.header("Perigee-Invocation")))
                        .count())
                .isEqualTo(3);
        assertThat(operator.read("/v1/functions/hello/dead-letters").getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void whatIsGivenUpIsADeadLetterThatCanBeShownReplayedAndDeleted() {
        AtomicInteger succeeding = new AtomicInteger();
        node.on(
                ON_NODE,
                received -> succeeding.get() == 1
                        ? Answer.ok("null")
                        : Answer.ok("{\"errorMessage\":\"no\"}").with("X-Amz-Function-Error", "Unhandled"));
        assertThat(operator.put("/v1/functions/hello/event-invoke-config", "{\"maximumRetryAttempts\": 0}")
                        .status())
                .isEqualTo(200);
        assertThat(operator.put("/v1/functions/hello/event-invoke-config", "{\"onFailure\": \"hello\"}")
                        .status())
                .isEqualTo(409);

        invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{\"n\":1}");
        invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{\"n\":2}");
        Await.until("both are dead letters", () -> deadLetters() == 2);

        String path = "/v1/functions/hello/dead-letters/"
                + operator.read("/v1/functions/hello/dead-letters")
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("requestId");
        JsonObject letter = operator.read(path);
        assertThat(letter.getString("payload")).startsWith("{\"n\":");
        assertThat(letter.getString("response")).isEqualTo("{\"errorMessage\":\"no\"}");
        assertThat(letter.getString("condition")).isEqualTo("RetriesExhausted");
        succeeding.set(1);
        assertThat(operator.post(path + "/replay", "").status()).isEqualTo(202);
        assertThat(operator.get(path).status()).isEqualTo(404);
        Await.until("the other one is left", () -> deadLetters() == 1);
        String other = operator.read("/v1/functions/hello/dead-letters")
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("requestId");
        assertThat(operator.delete("/v1/functions/hello/dead-letters/" + other).status())
                .isEqualTo(204);
        assertThat(deadLetters()).isZero();
    }

    private int deadLetters() {
        return operator.read("/v1/functions/hello/dead-letters")
                .getJsonArray("items")
                .size();
    }

    @Test
    void anInvocationThatTheControlPlaneWasMakingWhenItStoppedIsMadeByTheNext() {
        Gate gate = new Gate();
        AtomicInteger calls = new AtomicInteger();
        node.on(
                ON_NODE,
                received -> calls.incrementAndGet() == 1
                        ? Answer.status(200).waitFor(gate).body("null")
                        : Answer.ok("null"));
        Answered accepted = invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{\"n\":1}");
        Await.until("the function runs", () -> calls.get() == 1);

        follower.close();
        Await.get(control.close());
        gate.open();
        start();

        Await.until("it was called again", () -> calls.get() == 2);
        assertThat(Buffer.buffer(node.lastRequest().text())).isEqualTo(Buffer.buffer("{\"n\":1}"));
        assertThat(node.lastRequest().header("Perigee-Invocation"))
                .isEqualTo(new JsonObject(accepted.text()).getString("requestId"));
    }

    @Test
    void aQueueThatIsFullSaysSo() {
        Gate gate = new Gate();
        node.on(ON_NODE, received -> Answer.status(200).waitFor(gate).body("null"));
        for (int i = 0; i < 3; i++) {
            assertThat(invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{}")
                            .status())
                    .isEqualTo(202);
        }
        Answered full = invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{}");
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.header("Retry-After")).isNotNull();
        gate.open();
        Await.until(
                "there is room again",
                () -> invoke(Map.of("X-Amz-Invocation-Type", "Event"), "", "{}").status() == 202);
    }
}
