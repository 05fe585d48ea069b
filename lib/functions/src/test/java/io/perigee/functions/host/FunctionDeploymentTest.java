package io.perigee.functions.host;

import static io.perigee.functions.host.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.functions.AbstractFunction;
import com.example.functions.Curious;
import com.example.functions.FailsToStart;
import com.example.functions.Greeter;
import com.example.functions.NeedsArgument;
import com.example.functions.NeverStarts;
import com.example.functions.NoHandler;
import com.example.functions.NotAFunction;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestResult;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionSource.VerticleClass;
import io.perigee.functions.runtime.FunctionSource.VerticleJar;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionDeploymentTest {
    private static final FunctionId ID = new FunctionId("greeter", 1);
    private static final FunctionReference LATEST = FunctionReference.latest("greeter");

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final FunctionHost host =
            new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(2, 2), FunctionOutput.LOGGED, nanos::get);

    @AfterEach
    void closeAll() {
        await(host.close());
        await(vertx.close());
    }

    private Path greeter() {
        return TestJars.jar()
                .with(Greeter.class)
                .with("greeting.txt", "hello")
                .declaring(Greeter.class.getName())
                .in(directory, "greeter.jar");
    }

    @Test
    void theManifestNamesTheFunctionAndItsHandlersAreFound() {
        DeployedFunction deployed = await(host.deploy(ID, new VerticleJar(greeter(), Optional.empty())));

        assertThat(deployed)
                .isEqualTo(new DeployedFunction(
                        ID,
                        FunctionTier.VERTICLE,
                        Greeter.class.getName(),
                        java.util.Set.of(EventType.VIEWER_REQUEST, EventType.VIEWER_RESPONSE)));
        assertThat(host.deployed()).containsExactly(deployed);
        assertThat(await(host.invoke(LATEST, EventBuilder.viewerRequest("/").toRequestEvent())))
                .isInstanceOfSatisfying(
                        RequestResult.Respond.class,
                        result -> assertThat(result.response().body()).hasToString("hello"));
    }

    @Test
    void theServiceFileNamesTheFunction() {
        Path jar = TestJars.jar()
                .with(Greeter.class)
                .with("greeting.txt", "hello")
                .with(FunctionJar.SERVICE, "# ours\n" + Greeter.class.getName() + " # the only one\n")
                .in(directory, "service.jar");

        assertThat(await(host.deploy(ID, new VerticleJar(jar, Optional.empty())))
                        .handler())
                .isEqualTo(Greeter.class.getName());
    }

    @Test
    void theCallerChoosesAmongSeveralFunctions() {
        Path jar = TestJars.jar()
                .with(Greeter.class)
                .with("greeting.txt", "hello")
                .with(Curious.class)
                .declaring(Greeter.class.getName() + " " + Curious.class.getName())
                .in(directory, "several.jar");

        assertThatThrownBy(() -> await(host.deploy(ID, new VerticleJar(jar, Optional.empty()))))
                .isInstanceOfSatisfying(FunctionDeploymentException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NO_ENTRY_CLASS);
                    assertThat(e).hasMessageContaining("com.example.functions.Greeter, com.example.functions.Curious");
                });
        assertThat(await(host.deploy(ID, new VerticleJar(jar, Optional.of(Curious.class.getName()))))
                        .handler())
                .isEqualTo(Curious.class.getName());
    }

    @Test
    void theFunctionsOwnClassesComeFromItsJarAlone() {
        await(host.deploy(ID, new VerticleJar(greeter(), Optional.empty())));

        FunctionResponse response = (FunctionResponse)
                await(host.invoke(LATEST, EventBuilder.viewerResponse("/").toResponseEvent()));

        assertThat(response.header("Loader").orElseThrow())
                .contains("FunctionClassLoader")
                .doesNotContain("AppClassLoader");
    }

    @Test
    void aFunctionSeesTheApiAndVertxButNotTheNodesOtherLibraries() {
        Path jar = TestJars.jar().with(Curious.class).in(directory, "curious.jar");
        await(host.deploy(ID, new VerticleJar(jar, Optional.of(Curious.class.getName()))));

        assertThat(visibility("io.vertx.core.json.JsonObject")).isEqualTo("visible");
        assertThat(visibility("org.slf4j.Logger")).isEqualTo("visible");
        assertThat(visibility("java.sql.Connection")).isEqualTo("visible");
        assertThat(visibility("org.assertj.core.api.Assertions")).isEqualTo("hidden");
        assertThat(visibility("com.example.functions.Greeter")).isEqualTo("hidden");
    }

    private String visibility(String className) {
        RequestResult.Respond result = (RequestResult.Respond) await(host.invoke(
                LATEST, EventBuilder.viewerRequest("/?class=" + className).toRequestEvent()));
        return result.response().bodyText();
    }

    @Test
    void aMissingJarIsRefused() {
        assertRefused(directory.resolve("none.jar"), "com.example.A", Reason.UNREADABLE_JAR, "none.jar");
    }

    @Test
    void aFileThatIsNoJarIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("text.jar"), "hello");

        assertRefused(file, "com.example.A", Reason.UNREADABLE_JAR, "cannot be read as a jar");
    }

    @Test
    void aJarThatIsTooLargeIsRefused() throws IOException {
        FunctionHost small =
                new FunctionHost(vertx, FunctionLimits.DEFAULT.withMaxJarBytes(100), FunctionOutput.LOGGED, nanos::get);
        Path jar = greeter();

        assertThatThrownBy(() -> await(small.deploy(ID, new VerticleJar(jar, Optional.empty()))))
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.JAR_TOO_LARGE))
                .hasMessageContaining(Files.size(jar) + " bytes, expected 100 or less");
        await(small.close());
    }

    @Test
    void aJarThatDeclaresNothingIsRefused() {
        Path jar = TestJars.jar().with(Greeter.class).in(directory, "silent.jar");

        assertThatThrownBy(() -> await(host.deploy(ID, new VerticleJar(jar, Optional.empty()))))
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_ENTRY_CLASS))
                .hasMessageContaining("Perigee-Function");
    }

    @Test
    void anEntryClassThatIsNotInTheJarIsRefused() {
        assertRefused(greeter(), "com.example.Other", Reason.CLASS_NOT_LOADABLE, "has no class com.example.Other");
    }

    @Test
    void anEntryClassOfAnotherKindIsRefused() {
        Path jar = TestJars.jar()
                .with(NotAFunction.class)
                .with(AbstractFunction.class)
                .with(NeedsArgument.class)
                .with(NoHandler.class)
                .in(directory, "kinds.jar");

        assertRefused(jar, NotAFunction.class.getName(), Reason.WRONG_TYPE, "does not extend");
        assertRefused(jar, AbstractFunction.class.getName(), Reason.WRONG_TYPE, "not public and concrete");
        assertRefused(jar, NeedsArgument.class.getName(), Reason.WRONG_TYPE, "constructor without parameters");
        assertRefused(jar, NoHandler.class.getName(), Reason.NO_HANDLER, "overrides none of");
    }

    @Test
    void aConstructorThatThrowsIsReported() {
        Path jar = TestJars.jar().with(Greeter.class).in(directory, "mute.jar");

        assertRefused(jar, Greeter.class.getName(), Reason.START_FAILED, "constructor failed");
    }

    @Test
    void aStartThatThrowsIsReported() {
        Path jar = TestJars.jar().with(FailsToStart.class).in(directory, "failing.jar");

        assertRefused(jar, FailsToStart.class.getName(), Reason.START_FAILED, "no database");
    }

    @Test
    void aStartThatNeverCompletesIsGivenUp() {
        var deployment = host.deploy(ID, new VerticleClass(NeverStarts.class));
        while (!deployment.isComplete()) {
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            host.watchdog().checkAll();
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> await(deployment))
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.START_FAILED))
                .hasMessageContaining("did not start within 10000 ms");
    }

    @Test
    void aFailedDeploymentLeavesTheOldVersionInService() {
        await(host.deploy(ID, new VerticleJar(greeter(), Optional.empty())));

        assertThatThrownBy(
                        () -> await(host.deploy(new FunctionId("greeter", 2), new VerticleClass(FailsToStart.class))))
                .isInstanceOf(FunctionDeploymentException.class);

        assertThat(host.deployed()).extracting(DeployedFunction::id).containsExactly(ID);
        assertThat(await(host.invoke(LATEST, EventBuilder.viewerRequest("/").toRequestEvent())))
                .isInstanceOf(RequestResult.Respond.class);
    }

    @Test
    void aFunctionThatDoesNotRunHereIsNotAvailable() {
        FunctionFailure failure = (FunctionFailure)
                await(host.invoke(LATEST, EventBuilder.viewerRequest("/").toRequestEvent()));

        assertThat(failure).isInstanceOf(FunctionFailure.NotAvailable.class);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.message())
                .isEqualTo("greeter:latest cannot be called at viewer-request: it does not run on this node");
    }

    @Test
    void aFunctionWithoutAHandlerForAnEventIsNotAvailableThere() {
        await(host.deploy(ID, new VerticleJar(greeter(), Optional.empty())));

        FunctionFailure failure = (FunctionFailure)
                await(host.invoke(LATEST, EventBuilder.originRequest("/").toRequestEvent()));

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.message())
                .isEqualTo("greeter:1 cannot be called at origin-request: it has no handler for that event");
    }

    @Test
    void aVerticleTakesNoPayloadOfItsOwn() {
        await(host.deploy(ID, new VerticleJar(greeter(), Optional.empty())));

        assertThat(await(host.invoke(LATEST, Buffer.buffer("{}"))))
                .isEqualTo(new InvocationResult.NotAvailable(
                        "its runtime takes the events of requests and responses only"));
        assertThat(await(host.invoke(FunctionReference.latest("nobody"), Buffer.buffer("{}"))))
                .isEqualTo(new InvocationResult.NotAvailable("it does not run on this node"));
    }

    @Test
    void nothingIsDeployedOnAClosedHost() {
        await(host.close());

        assertThatThrownBy(() -> await(host.deploy(ID, new VerticleClass(Greeter.class))))
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.HOST_CLOSED));
    }

    private void assertRefused(Path jar, String entryClass, Reason reason, String message) {
        assertThatThrownBy(() -> await(host.deploy(ID, new VerticleJar(jar, Optional.of(entryClass)))))
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
        assertThat(host.deployed()).isEmpty();
    }
}
