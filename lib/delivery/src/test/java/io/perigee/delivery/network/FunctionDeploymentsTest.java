package io.perigee.delivery.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.distribution.FunctionVersion;
import io.perigee.functions.FunctionId;
import io.perigee.functions.KeyValues;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.host.FunctionStore;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that no behavior names come onto a node when they are invoked, and leave it when they are not any more. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class FunctionDeploymentsTest {

    private static final FunctionId GREETING = new FunctionId("greeting", 1);
    private static final byte[] JAR = GreetingJar.bytes();

    @TempDir
    private Path folder;

    private final FakeControlPlane control = new FakeControlPlane();
    private final AtomicLong now = new AtomicLong(-5);
    private final FunctionVersion version = GreetingJar.version(JAR, Greeting.class.getName());
    private FunctionHost host;
    private FunctionDeployments deployments;

    @BeforeEach
    void aNodeWithoutFunctions(Vertx vertx) {
        control.giveCode("greeting", JAR);
        host = new FunctionHost(vertx, FunctionLimits.DEFAULT.withInstances(1, 1));
        deployments = new FunctionDeployments(
                vertx, host, new FunctionStore(folder), control, FunctionDeploymentsTest::noStore, now::get);
    }

    @AfterEach
    void close() {
        Await.get(host.close());
    }

    private static KeyValues noStore(String name) {
        throw new AssertionError("the function has no key value store");
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        deployments.returnIdle();
    }

    @Test
    void aVersionThatIsInvokedComesAndLeavesWhenItWasNotInvokedForAWhile() {
        assertThat(host.isDeployed(GREETING)).isFalse();

        Await.get(deployments.borrow(version));
        assertThat(host.isDeployed(GREETING)).isTrue();

        pass(FunctionDeployments.IDLE);
        assertThat(host.isDeployed(GREETING)).isTrue();
        Await.get(deployments.borrow(version));
        pass(FunctionDeployments.IDLE);
        assertThat(host.isDeployed(GREETING)).isTrue();

        pass(Duration.ofNanos(1));
        Await.until("the function is gone", () -> !host.isDeployed(GREETING));

        Await.get(deployments.borrow(version));
        assertThat(host.isDeployed(GREETING)).isTrue();
    }

    @Test
    void aVersionThatABehaviorNamesByThenStays() {
        Await.get(deployments.borrow(version));
        Await.get(deployments.prepare(Set.of(version)));
        deployments.retireOthers(Set.of(version));

        pass(FunctionDeployments.IDLE.multipliedBy(2));

        assertThat(host.isDeployed(GREETING)).isTrue();
    }

    @Test
    void aVersionThatNoBehaviorNamesAnyMoreStaysWhileItIsInvoked() {
        Await.get(deployments.prepare(Set.of(version)));
        deployments.retireOthers(Set.of(version));
        Await.get(deployments.borrow(version));

        deployments.retireOthers(Set.of());
        assertThat(host.isDeployed(GREETING)).isTrue();

        pass(FunctionDeployments.IDLE.plusNanos(1));
        Await.until("the function is gone", () -> !host.isDeployed(GREETING));
    }

    @Test
    void aVersionThatNoBehaviorNamesAnyMoreStaysForTheRequestsThatWereRoutedBefore() {
        Await.get(deployments.prepare(Set.of(version)));
        deployments.retireOthers(Set.of(version));

        deployments.retireOthers(Set.of());
        pass(FunctionDeployments.FAREWELL);
        assertThat(host.isDeployed(GREETING)).isTrue();

        pass(Duration.ofNanos(1));
        Await.until("the function is gone", () -> !host.isDeployed(GREETING));
    }

    @Test
    void aVersionThatNewerOnesReplaceStaysForTheRequestsThatWereRoutedBefore() {
        FunctionVersion newer = GreetingJar.version(JAR, Greeting.class.getName(), 2);
        Await.get(deployments.prepare(Set.of(version)));
        deployments.retireOthers(Set.of(version));

        Await.get(deployments.prepare(Set.of(newer)));
        deployments.retireOthers(Set.of(newer));
        assertThat(host.isDeployed(GREETING)).isTrue();

        pass(FunctionDeployments.FAREWELL.plusNanos(1));
        Await.until("the function is gone", () -> !host.isDeployed(GREETING));
        assertThat(host.isDeployed(new FunctionId("greeting", 2))).isTrue();
    }

    @Test
    void aVersionThatBehaviorsNameAgainStays() {
        Await.get(deployments.prepare(Set.of(version)));
        deployments.retireOthers(Set.of(version));
        deployments.retireOthers(Set.of());
        pass(FunctionDeployments.FAREWELL);

        Await.get(deployments.prepare(Set.of(version)));
        deployments.retireOthers(Set.of(version));
        pass(FunctionDeployments.FAREWELL.multipliedBy(2));

        assertThat(host.isDeployed(GREETING)).isTrue();
    }

    @Test
    void whoInvokesAVersionThatCannotStartIsToldAndTheNextOneTriesAgain() {
        FunctionVersion broken = GreetingJar.version(JAR, "example.Missing");

        assertThatThrownBy(() -> Await.get(deployments.borrow(broken))).hasMessageContaining("example.Missing");
        assertThat(host.isDeployed(GREETING)).isFalse();

        Await.get(deployments.borrow(version));
        assertThat(host.isDeployed(GREETING)).isTrue();
    }
}
