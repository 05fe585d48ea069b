package io.perigee.functions.host;

import static io.perigee.functions.host.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent;
import com.example.functions.EchoHandler;
import com.example.functions.EventHandler;
import com.example.functions.MapHandler;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Invocation;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionSource.VerticleJar;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers that were written for Lambda's Java runtime, in the node. */
class JavaHandlerTest {
    private static final FunctionId ID = new FunctionId("java", 1);
    private static final FunctionReference FUNCTION = FunctionReference.exactly(ID);

    @TempDir
    private Path directory;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Invocation> reports = new CopyOnWriteArrayList<>();
    private final FunctionOutput output = new FunctionOutput() {
        @Override
        public void line(FunctionId function, String requestId, String text) {
            lines.add(function + " " + text);
        }

        @Override
        public void report(Invocation invocation) {
            reports.add(invocation);
        }
    };
    private final Vertx vertx = Vertx.vertx();
    private final FunctionHost host = new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(2, 2), output);

    @AfterEach
    void closeAll() {
        await(host.close());
        await(vertx.close());
    }

    private DeployedFunction deploy(TestJars jar, Class<?> handler) {
        return await(host.deploy(ID, new VerticleJar(jar.in(directory, "java.jar"), Optional.of(handler.getName()))));
    }

    private RequestOutcome call(String path) {
        return await(host.invoke(FUNCTION, EventBuilder.viewerRequest(path).toRequestEvent()));
    }

    @Test
    void aRequestHandlerChangesTheRequestOnAVirtualThread() {
        DeployedFunction deployed = deploy(TestJars.jar().with(MapHandler.class), MapHandler.class);

        assertThat(deployed.tier()).isEqualTo(FunctionTier.VERTICLE);
        assertThat(call("/a"))
                .isInstanceOfSatisfying(
                        RequestResult.Continue.class,
                        proceed ->
                                assertThat(proceed.request().header("X-Seen")).contains("java:1 true true"));
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).matches("java:1 START RequestId: [0-9a-f-]{36} Version: 1");
        assertThat(lines.get(1)).isEqualTo("java:1 called for /a");
        assertThat(lines.get(2)).matches("java:1 END RequestId: [0-9a-f-]{36}");
        assertThat(lines.get(3))
                .matches("java:1 REPORT RequestId: [0-9a-f-]{36}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms"
                        + "\tMemory Size: \\d+ MB\tMax Memory Used: 0 MB\t");
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.eventType()).contains(EventType.VIEWER_REQUEST));
    }

    @Test
    void whatItThrowsIsAnExecutionError() {
        deploy(TestJars.jar().with(MapHandler.class), MapHandler.class);

        assertThat(call("/fails"))
                .isInstanceOfSatisfying(
                        FunctionFailure.ExecutionError.class,
                        failure -> assertThat(failure.cause()).hasMessage("on purpose"));
    }

    @Test
    void aHandlerOfAwsEventClassGetsThemFromItsOwnJar() {
        deploy(
                TestJars.jar()
                        .with(EventHandler.class)
                        .with(CloudFrontEvent.class)
                        .with(CloudFrontEvent.Record.class)
                        .with(CloudFrontEvent.CF.class)
                        .with(CloudFrontEvent.Config.class)
                        .with(CloudFrontEvent.Request.class)
                        .with(CloudFrontEvent.Response.class)
                        .with(CloudFrontEvent.Header.class),
                EventHandler.class);

        assertThat(call("/b")).isInstanceOfSatisfying(RequestResult.Respond.class, respond -> {
            FunctionResponse response = respond.response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("X-Host")).contains("www.example.com");
            assertThat(response.bodyText()).isEqualTo("EDFDVBD6EXAMPLE /b");
        });
    }

    @Test
    void aStreamHandlerTakesAnyPayload() {
        deploy(TestJars.jar().with(EchoHandler.class), EchoHandler.class);

        assertThat(await(host.invoke(FUNCTION, Buffer.buffer("{\"a\":1}"))))
                .isInstanceOfSatisfying(InvocationResult.Payload.class, answer -> {
                    assertThat(answer.payload()).hasToString("{\"a\":1}");
                    assertThat(answer.invocation().outcome()).isEqualTo(Invocation.Outcome.SUCCESS);
                });
        assertThat(await(host.invoke(FUNCTION, Buffer.buffer())))
                .isInstanceOfSatisfying(
                        InvocationResult.FunctionError.class,
                        error -> assertThat(error.payload().toJsonObject().getString("errorMessage"))
                                .isEqualTo("nothing came"));
        assertThat(reports)
                .extracting(Invocation::outcome)
                .containsExactly(Invocation.Outcome.SUCCESS, Invocation.Outcome.ERROR);
    }

    @Test
    void anAnswerThatIsNoRequestIsInvalid() {
        deploy(TestJars.jar().with(EchoHandler.class), EchoHandler.class);

        assertThat(call("/a")).isInstanceOf(FunctionFailure.InvalidResult.class);
    }
}
