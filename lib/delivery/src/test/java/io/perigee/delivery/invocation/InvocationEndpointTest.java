package io.perigee.delivery.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationHop;
import io.perigee.functions.InvocationResult;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.ManualClock;
import io.perigee.testkit.Viewer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class InvocationEndpointTest {

    private static final FunctionId HELLO = new FunctionId("hello", 3);

    private final ManualClock clock = new ManualClock();
    private final AtomicLong nonces = new AtomicLong();
    private final AtomicReference<InvocationResult> result = new AtomicReference<>();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final NodeAuthenticator control = authenticator("control-1");
    private Viewer viewer;
    private HttpServer server;

    private NodeAuthenticator authenticator(String node) {
        return new NodeAuthenticator(
                NetworkKeys.parse("a:" + "00".repeat(32)), node, clock::millis, nonces::incrementAndGet, 1 << 10);
    }

    @BeforeEach
    void aNode(Vertx vertx, Viewer viewer) {
        this.viewer = viewer;
        InvocationEndpoint endpoint = new InvocationEndpoint(
                authenticator("regional-1"),
                id -> switch (id.name()) {
                    case "hello" -> Future.succeededFuture();
                    case "broken" -> Future.failedFuture("its class cannot be loaded");
                    default -> Future.failedFuture(new UnknownFunctionException(id));
                },
                this::invoke);
        server = Await.get(vertx.createHttpServer()
                .requestHandler(endpoint.before(
                        http -> http.response().setStatusCode(418).end()))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stops() {
        Await.get(server.close());
    }

    private Future<InvocationResult> invoke(FunctionReference function, String requestId, Buffer payload) {
        asked.set(function + " " + requestId + " " + payload.length());
        return Future.succeededFuture(result.get());
    }

    private Asked request(FunctionId id, String payload) {
        String target = InvocationHop.target(id);
        Asked request = Asked.of("POST", "http://127.0.0.1:" + server.actualPort() + target)
                .with(InvocationHop.INVOCATION, "request-1")
                .body(payload);
        return request.with(
                NodeAuthenticator.FIELD,
                control.sign(
                        "POST",
                        target,
                        name -> name.equals(InvocationHop.INVOCATION) ? List.of("request-1") : List.of()));
    }

    private Answered ask(FunctionId id, InvocationResult outcome) {
        result.set(outcome);
        return viewer.send(request(id, "{\"n\":1}"));
    }

    @Test
    void aControlPlaneGetsWhatTheFunctionHasReturnedAndTheEndOfItsLog() {
        Answered answer =
                ask(HELLO, new InvocationResult.FunctionError(Buffer.buffer("{}"), Optional.empty(), "one\ntwo"));

        assertThat(asked.get()).isEqualTo("hello:3 request-1 7");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(InvocationHop.FUNCTION_ERROR)).isEqualTo("Unhandled");
        assertThat(new String(
                        Base64.getDecoder().decode(answer.header(InvocationHop.LOG_RESULT)), StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo");
    }

    @Test
    void aFunctionThatIsTooSlowHasFailedInLambdasWords() {
        Answered answer = ask(HELLO, new InvocationResult.TimedOut(Duration.ofSeconds(3), Optional.empty(), ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new JsonObject(answer.text()))
                .isEqualTo(new JsonObject()
                        .put("errorType", "Sandbox.Timedout")
                        .put("errorMessage", "RequestId: request-1 Error: Task timed out after 3.00 seconds"));
    }

    @Test
    void whatWasNotCalledIsSaidToBeSo() {
        assertThat(ask(HELLO, new InvocationResult.Throttled("10 calls")).status())
                .isEqualTo(429);
        assertThat(ask(HELLO, new InvocationResult.NotAvailable("no")).status()).isEqualTo(503);
        assertThat(ask(new FunctionId("unknown", 1), new InvocationResult.NotAvailable(""))
                        .status())
                .isEqualTo(404);
        assertThat(ask(new FunctionId("broken", 1), new InvocationResult.NotAvailable(""))
                        .text())
                .contains("its class cannot be loaded");
        assertThat(viewer.send(request(HELLO, "x".repeat((6 << 20) + 1))).status())
                .isEqualTo(413);
    }

    @Test
    void whoeverIsNotOfTheNetworkIsAnsweredAsAViewerIs() {
        result.set(new InvocationResult.NotAvailable("must not be asked"));
        String url = "http://127.0.0.1:" + server.actualPort() + InvocationHop.target(HELLO);
        assertThat(viewer.send(Asked.of("POST", url)).status()).isEqualTo(418);
        assertThat(viewer.send(Asked.of("POST", url).with(InvocationHop.INVOCATION, "mine"))
                        .status())
                .isEqualTo(418);
        Asked signed = request(HELLO, "{}");
        Asked replaced = Asked.of("POST", url).with(InvocationHop.INVOCATION, "another");
        String signature = signed.fields().stream()
                .filter(field -> field.getKey().equals(NodeAuthenticator.FIELD))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertThat(viewer.send(replaced.with(NodeAuthenticator.FIELD, signature))
                        .status())
                .isEqualTo(418);
        assertThat(asked.get()).isEmpty();
    }
}
