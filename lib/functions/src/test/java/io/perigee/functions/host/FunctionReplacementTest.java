package io.perigee.functions.host;

import static io.perigee.functions.host.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.functions.Greeter;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionSource.VerticleJar;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FunctionReplacementTest {
    private static final FunctionReference LATEST = FunctionReference.latest("greeter");

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final FunctionHost host =
            new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(2, 2), FunctionOutput.LOGGED, nanos::get);

    @AfterEach
    void closeAll() {
        vertx.eventBus().publish("release", "");
        await(host.close());
        await(vertx.close());
    }

    private static FunctionId version(long version) {
        return new FunctionId("greeter", version);
    }

    private Future<DeployedFunction> deploy(long version) {
        Path jar = TestJars.jar()
                .with(Greeter.class)
                .with("greeting.txt", "hello from " + version)
                .declaring(Greeter.class.getName())
                .in(directory, "greeter-" + version + ".jar");
        return host.deploy(version(version), new VerticleJar(jar, Optional.empty()));
    }

    private Future<RequestOutcome> call(FunctionReference reference, String path) {
        return host.invoke(reference, EventBuilder.viewerRequest(path).toRequestEvent());
    }

    private static String greeting(Future<RequestOutcome> call) {
        return ((RequestResult.Respond) await(call)).response().bodyText();
    }

    private Future<String> nextHeld() {
        Promise<String> held = Promise.promise();
        var consumer = vertx.eventBus().<String>localConsumer("held");
        consumer.handler(message -> consumer.unregister().onComplete(done -> held.complete(message.body())));
        return held.future();
    }

    private List<FunctionId> deployed() {
        return host.deployed().stream().map(DeployedFunction::id).toList();
    }

    @Test
    void newCallsGoToTheNewVersionWhileOldOnesFinishOnTheOld() {
        await(deploy(1));
        Future<String> held = nextHeld();
        Future<RequestOutcome> old = call(LATEST, "/held");
        await(held);

        await(deploy(2));

        assertThat(greeting(call(LATEST, "/"))).isEqualTo("hello from 2");
        assertThat(old.isComplete()).isFalse();
        assertThat(deployed()).containsExactly(version(2));
        vertx.eventBus().publish("release", "");
        assertThat(greeting(old)).isEqualTo("hello from 1");
    }

    @Test
    void noCallIsLostWhileVersionsChange() {
        await(deploy(1));
        List<Future<RequestOutcome>> calls = new ArrayList<>();

        for (long version = 2; version <= 6; version++) {
            Future<DeployedFunction> deployment = deploy(version);
            while (!deployment.isComplete()) {
                Future<RequestOutcome> call = call(LATEST, "/");
                calls.add(call);
                await(call);
            }
        }

        assertThat(calls).allSatisfy(call -> assertThat(greeting(call)).startsWith("hello from "));
        assertThat(greeting(call(LATEST, "/"))).isEqualTo("hello from 6");
    }

    @Test
    void aVersionThatWasReplacedCanBeCollected() {
        await(deploy(1));
        WeakReference<ClassLoader> loader = loaderOfLatest();
        assertThat(loader.get()).isNotNull();

        await(deploy(2));

        while (loader.get() != null) {
            System.gc();
            await(vertx.timer(10));
        }
        assertThat(greeting(call(LATEST, "/"))).isEqualTo("hello from 2");
    }

    private WeakReference<ClassLoader> loaderOfLatest() {
        Promise<ClassLoader> loader = Promise.promise();
        VerticleFunction running =
                (VerticleFunction) Objects.requireNonNull(host.live(LATEST)).running();
        running.instance().execute(() -> loader.complete(Thread.currentThread().getContextClassLoader()));
        return new WeakReference<>(await(loader.future()));
    }

    @Test
    void aVersionWhoseCallsDoNotLeaveIsStoppedAtTheDrainLimit() {
        await(deploy(1));
        Future<String> held = nextHeld();
        Future<RequestOutcome> stuck = call(LATEST, "/held");
        await(held);

        Future<Void> stopped = host.undeploy("greeter");
        assertThat(stopped.isComplete()).isFalse();
        nanos.addAndGet(Duration.ofSeconds(41).toNanos());
        host.watchdog().checkAll();

        await(stopped);
        assertThat(await(stuck)).isInstanceOf(FunctionFailure.TimedOut.class);
    }

    @Test
    void aPinnedVersionStaysBesideTheNewestUntilItIsUnpinned() {
        await(deploy(1));
        host.pin(Set.of(version(1)));
        await(deploy(2));

        assertThat(greeting(call(FunctionReference.of("greeter", "1"), "/"))).isEqualTo("hello from 1");
        assertThat(greeting(call(FunctionReference.of("greeter", "latest"), "/")))
                .isEqualTo("hello from 2");

        host.pin(Set.of());
        assertThat(deployed()).containsExactly(version(2));
        assertThat(await(call(FunctionReference.of("greeter", "1"), "/")))
                .isInstanceOf(FunctionFailure.NotAvailable.class);
    }

    @Test
    void anOlderVersionIsDeployedOnlyIfItIsPinned() {
        await(deploy(2));

        assertThatThrownBy(() -> await(deploy(1)))
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SUPERSEDED));
        host.pin(Set.of(version(1)));
        await(deploy(1));

        assertThat(greeting(call(LATEST, "/"))).isEqualTo("hello from 2");
        assertThat(deployed()).containsExactly(version(1), version(2));
    }

    @Test
    void deploymentsOfOneFunctionTakeEffectInTheirOrder() {
        Future<DeployedFunction> first = deploy(1);
        Future<DeployedFunction> second = deploy(2);
        Future<DeployedFunction> again = deploy(2);

        await(Future.all(first, second, again));

        assertThat(again.result()).isEqualTo(second.result());
        assertThat(deployed()).containsExactly(version(2));
    }

    @Test
    void anUndeployedFunctionIsGone() {
        await(deploy(1));

        await(host.undeploy("greeter"));
        await(host.undeploy("greeter"));

        assertThat(await(call(LATEST, "/"))).isInstanceOf(FunctionFailure.NotAvailable.class);
        assertThat(host.counters()).isEmpty();
    }
}
