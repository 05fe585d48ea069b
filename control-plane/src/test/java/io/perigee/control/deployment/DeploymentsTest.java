package io.perigee.control.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.change.Changes;
import io.perigee.control.change.FunctionChanges;
import io.perigee.control.change.Guard;
import io.perigee.control.change.Outcome;
import io.perigee.control.change.Refusal;
import io.perigee.control.output.FunctionHealth;
import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.Store;
import io.perigee.control.store.StoreConfig;
import io.perigee.control.store.StoredDeployment;
import io.perigee.control.store.TestDatabase;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.DeploymentAlarms;
import io.perigee.distribution.DeploymentHooks;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkFormat;
import io.perigee.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two control planes on one database, without threads but for one test, over a clock that the test moves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@SuppressWarnings("NullAway.Init") // made before each test
class DeploymentsTest {

    private static final FunctionHealth GOOD = new FunctionHealth(100, 0, 0, 5, 8);
    private static final String LINEAR = "Linear25PercentEvery1Minute";

    private final TestDatabase database;
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger ids = new AtomicInteger();
    private FunctionHealth health = GOOD;

    @TempDir
    Path folder;

    private StoreConfig config;
    private ControlPlane one;
    private ControlPlane two;

    DeploymentsTest(TestDatabase database) {
        this.database = database;
    }

    /** What one process has. */
    private record ControlPlane(
            Store store, Changes changes, FunctionChanges functions, Deployments deployments, Steps steps) {}

    @BeforeEach
    void twoControlPlanesAndAFunctionOfTwoVersions() {
        config = database.create(folder);
        one = controlPlane(clock);
        two = controlPlane(clock);
        publish("resize");
        publish("check");
    }

    private ControlPlane controlPlane(InstantSource time) {
        Store store = Store.open(config, time);
        Changes changes = new Changes(store, 10_000);
        Deployments deployments =
                new Deployments(store, changes, time, () -> String.format("D%04d", ids.incrementAndGet()));
        return new ControlPlane(
                store,
                changes,
                new FunctionChanges(changes),
                deployments,
                new Steps(deployments, (function, version, since) -> health, time));
    }

    private void publish(String name) {
        for (int version = 1; version <= 3; version++) {
            one.functions.publish(
                    new FunctionVersion(
                            name,
                            1,
                            FunctionRuntime.JAVA_VERTICLE,
                            Integer.toString(version).repeat(64),
                            1,
                            "example.Resize",
                            128,
                            5,
                            null),
                    new byte[] {1},
                    new Guard.None());
        }
        one.functions.apply(FunctionAlias.of(name, "live", 1), new Guard.None());
    }

    private static AliasDeployment plan(String config, DeploymentHooks hooks) {
        return new AliasDeployment("2", config, Duration.ZERO, hooks, new DeploymentAlarms("1%", null, null, 10));
    }

    private Deployment created(AliasDeployment plan) {
        return created("resize", plan);
    }

    private Deployment created(String function, AliasDeployment plan) {
        Outcome<Deployment> outcome = one.deployments.create(function, "live", plan);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<Deployment>) outcome).value();
    }

    private Deployment now(Deployment deployment) {
        return two.deployments
                .find(deployment.function(), deployment.alias(), deployment.id())
                .orElseThrow();
    }

    private FunctionAlias alias(String function) {
        return Objects.requireNonNull(one.changes.refreshed().functionAliases().get(function + ":live"));
    }

    /** The shares of version 2 of all entries of the log that move the alias, after its creation. */
    private List<Integer> moves(String function) {
        List<Integer> moves = new ArrayList<>();
        for (LoggedChange entry : one.store.read(transaction -> transaction.entriesAfter(0, 10_000))) {
            if (NetworkFormat.readChange(entry.kind(), entry.payload())
                            instanceof Change.FunctionAliasApplied(FunctionAlias alias)
                    && alias.function().equals(function)) {
                moves.add(
                        alias.functionVersion() == 2
                                ? VersionWeight.WHOLE
                                : alias.additionalVersionWeights().stream()
                                        .mapToInt(VersionWeight::weight)
                                        .sum());
            }
        }
        return moves.subList(1, moves.size());
    }

    @Test
    void eachStepIsMadeOnceByWhicheverControlPlaneLooksFirst() {
        Deployment deployment = created(plan(LINEAR, DeploymentHooks.NONE));
        for (int minute = 0; minute < 4; minute++) {
            ControlPlane first = minute % 2 == 0 ? one : two;
            first.steps.make();
            one.steps.make();
            two.steps.make();
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(now(deployment).stage()).isEqualTo(Stage.SUCCEEDED);
        assertThat(moves("resize")).containsExactly(2_500, 5_000, 7_500, 10_000);
        assertThat(alias("resize")).isEqualTo(FunctionAlias.of("resize", "live", 2));
        assertThat(one.deployments.running()).isEmpty();
    }

    @Test
    void controlPlanesThatLookAtTheSameMomentMakeEachStepOnce() throws InterruptedException {
        Deployment deployment = created(plan("Linear1PercentEvery1Minute", DeploymentHooks.NONE));
        for (int minute = 0; minute < 12; minute++) {
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> lookers = new ArrayList<>();
            for (ControlPlane plane : List.of(one, two)) {
                lookers.add(Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    plane.steps.make();
                }));
            }
            start.countDown();
            for (Thread looker : lookers) {
                looker.join();
            }
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(now(deployment).weight()).isEqualTo(1_200);
        assertThat(moves("resize")).isSorted().doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void aHookIsCalledByOneControlPlaneAndByAnotherAfterItsLease() {
        Deployment deployment = created(plan("AllAtOnce", new DeploymentHooks("check:live", null), true));
        List<Steps.Question> asked = one.steps.make();
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().hook()).isEqualTo(new Hook("check", "live"));
        assertThat(asked.getFirst()
                        .hook()
                        .asked(now(deployment))
                        .payload()
                        .toJsonObject()
                        .getMap())
                .containsEntry("DeploymentId", deployment.id())
                .containsEntry("LifecycleEventHookExecutionId", deployment.id() + "/BeforeAllowTraffic")
                .containsEntry("TargetVersion", "2");
        assertThat(two.steps.make()).isEmpty();
        assertThat(one.steps.make()).isEmpty();

        clock.advance(Deployments.LEASE);
        List<Steps.Question> again = two.steps.make();
        assertThat(again).hasSize(1);
        two.steps.heard(again.getFirst(), new Verdict.Approved());
        Deployment moved = now(deployment);
        assertThat(moved.weight()).isEqualTo(VersionWeight.WHOLE);
        one.steps.heard(asked.getFirst(), new Verdict.Rejected("too late to say so"));
        assertThat(now(deployment)).isEqualTo(moved);
    }

    private static AliasDeployment plan(String config, DeploymentHooks hooks, boolean baking) {
        AliasDeployment plan = plan(config, hooks);
        return baking ? new AliasDeployment("2", config, Duration.ofMinutes(1), hooks, plan.alarms()) : plan;
    }

    @Test
    void anAliasThatSomebodyMovesIsLeftAsItIs() {
        Deployment deployment = created(plan(LINEAR, DeploymentHooks.NONE));
        one.steps.make();
        FunctionAlias byHand = FunctionAlias.of("resize", "live", 3);
        two.functions.apply(byHand, new Guard.Forced());

        one.steps.make();

        assertThat(alias("resize")).isEqualTo(byHand);
        assertThat(now(deployment).stage()).isEqualTo(Stage.STOPPED);
        assertThat(now(deployment).failure()).isEqualTo(FailureCode.INVALID_LAMBDA_CONFIGURATION);
        assertThat(now(deployment).message())
                .isEqualTo(
                        "Alias live was moved by somebody else while version 2 had 25% of the calls; it is left as it is.");
    }

    @Test
    void aStepThatWasDecidedBeforeTheAliasWasMovedDoesNotOverwriteIt() {
        Deployment deployment = created(plan(LINEAR, DeploymentHooks.NONE));
        one.steps.make();
        Deployment seen = now(deployment);
        clock.advance(Duration.ofMinutes(1));
        Step step = seen.next(clock.instant(), alias("resize"), GOOD);
        FunctionAlias byHand = FunctionAlias.of("resize", "live", 3);
        two.functions.apply(byHand, new Guard.Forced());

        one.deployments.become(seen, ((Step.Become) step).next());

        assertThat(alias("resize")).isEqualTo(byHand);
        assertThat(now(deployment).stage()).isEqualTo(Stage.STOPPED);
    }

    @Test
    void anAlarmTakesTheAliasBack() {
        Deployment deployment = created(plan(LINEAR, DeploymentHooks.NONE));
        one.steps.make();
        health = new FunctionHealth(100, 2, 0, 5, 8);

        two.steps.make();

        assertThat(now(deployment).stage()).isEqualTo(Stage.FAILED);
        assertThat(moves("resize")).containsExactly(2_500, 0);
        assertThat(alias("resize")).isEqualTo(FunctionAlias.of("resize", "live", 1));
    }

    @Test
    void nothingIsMovedWhileNobodyKnowsHowTheVersionFares() {
        Deployment deployment = created(plan(LINEAR, DeploymentHooks.NONE));
        one.steps.make();
        Steps blind = new Steps(
                one.deployments,
                (function, version, since) -> {
                    throw new IllegalStateException("no figures");
                },
                clock);
        clock.advance(Duration.ofHours(1));

        blind.make();
        assertThat(now(deployment).weight()).isEqualTo(2_500);
        one.steps.make();
        assertThat(now(deployment).weight()).isEqualTo(5_000);
    }

    @Test
    void aDeploymentIsStoppedAtAnyTimeWithAndWithoutRollback() {
        Deployment first = created(plan(LINEAR, DeploymentHooks.NONE));
        one.steps.make();
        two.deployments.stop("resize", "live", first.id(), true);
        assertThat(now(first).message()).isEqualTo("Stopped at 25%; the alias is back at version 1.");
        assertThat(alias("resize")).isEqualTo(FunctionAlias.of("resize", "live", 1));
        assertThat(two.deployments.stop("resize", "live", first.id(), false))
                .isEqualTo(Outcome.done(now(first), Outcome.Effect.UNCHANGED));

        Deployment second = created(plan(LINEAR, DeploymentHooks.NONE));
        one.steps.make();
        two.deployments.stop("resize", "live", second.id(), false);
        assertThat(now(second).stage()).isEqualTo(Stage.STOPPED);
        assertThat(alias("resize").additionalVersionWeights()).containsExactly(new VersionWeight(2, 2_500));
        assertThat(violations(one.deployments.create("resize", "live", plan(LINEAR, DeploymentHooks.NONE))))
                .contains("an alias that stands for one version");

        assertThat(one.deployments.stop("resize", "live", "D9999", true))
                .isEqualTo(Outcome.refused(new Refusal.NotFound("Deployment D9999")));
        assertThat(one.deployments.stop("check", "live", second.id(), true))
                .isEqualTo(Outcome.refused(new Refusal.NotFound("Deployment " + second.id())));
    }

    private static String violations(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).refusal().toString();
    }

    @Test
    void whatDoesNotGoTogetherWithTheNetworkIsRefused() {
        Deployment running = created(plan(LINEAR, DeploymentHooks.NONE));
        assertThat(violations(two.deployments.create("resize", "live", plan(LINEAR, DeploymentHooks.NONE))))
                .contains("an alias that no running deployment moves (" + running.id() + " does)");
        assertThat(one.deployments.create("resize", "beta", plan(LINEAR, DeploymentHooks.NONE)))
                .isEqualTo(Outcome.refused(new Refusal.NotFound("Alias resize:beta")));
        for (String version : List.of("1", "9", "live", "nobody")) {
            AliasDeployment wrong =
                    new AliasDeployment(version, LINEAR, Duration.ZERO, DeploymentHooks.NONE, DeploymentAlarms.NONE);
            assertThat(violations(one.deployments.create("check", "live", wrong)))
                    .as(version)
                    .contains("a version of check other than the alias's, 1");
        }
        assertThat(violations(one.deployments.create(
                        "check", "live", plan(LINEAR, new DeploymentHooks("nobody", "check:9")))))
                .contains("hooks.beforeAllowTraffic", "hooks.afterAllowTraffic");
        AliasDeployment latest =
                new AliasDeployment("latest", LINEAR, Duration.ZERO, DeploymentHooks.NONE, DeploymentAlarms.NONE);
        assertThat(created("check", latest).targetVersion()).isEqualTo(3);
    }

    @Test
    void whatARunningDeploymentNeedsIsNotDeleted() {
        Deployment deployment = created(plan(LINEAR, new DeploymentHooks("check", null)));
        String why = "one that no running deployment needs (" + deployment.id() + " does)";
        assertThat(violations(one.functions.deleteVersion("resize", 2))).contains(why);
        assertThat(violations(one.functions.deleteAlias("resize", "live", new Guard.Forced())))
                .contains(why);
        assertThat(violations(two.functions.delete("resize"))).contains(why);
        assertThat(violations(two.functions.delete("check"))).contains(why);
        assertThat(one.functions.deleteVersion("resize", 3)).isInstanceOf(Outcome.Done.class);

        one.deployments.stop("resize", "live", deployment.id(), true);

        assertThat(one.functions.deleteVersion("resize", 2)).isInstanceOf(Outcome.Done.class);
        assertThat(one.functions.delete("check")).isInstanceOf(Outcome.Done.class);
        assertThat(one.functions.delete("resize")).isInstanceOf(Outcome.Done.class);
        assertThat(one.deployments.of("resize", "live")).isEmpty();
    }

    @Test
    void theNewestDeploymentsOfAnAliasAreKept() {
        for (int number = 1; number <= 4; number++) {
            String id = "K" + number;
            long createdAt = number;
            boolean unused = one.store.inTransaction(transaction -> {
                var running = new StoredDeployment(id, "resize", "kept", createdAt, true, "{}");
                transaction.deployments().add(running, Set.of(new StoredDeployment.Use(id, "resize", "kept")), 2);
                transaction.deployments().put(new StoredDeployment(id, "resize", "kept", createdAt, false, "{}"));
                return true;
            });
        }
        List<StoredDeployment> kept =
                one.store.read(transaction -> transaction.deployments().of("resize", "kept"));
        assertThat(kept).extracting(StoredDeployment::id).containsExactly("K4", "K3");
        List<StoredDeployment.Use> uses =
                one.store.read(transaction -> transaction.deployments().uses("resize"));
        assertThat(uses).isEmpty();
    }

    /** The end of a process at the n-th time that it asks for the time, which it does before, within and after transactions. */
    private final class KilledAt implements InstantSource {
        private int left;

        KilledAt(int nth) {
            left = nth;
        }

        @Override
        public Instant instant() {
            if (left-- == 0) {
                throw new Killed();
            }
            return clock.instant();
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Lets a control plane die at every moment of a deployment; another goes on where the database has it. */
    @Test
    void aControlPlaneThatIsKilledAtAnyMomentLeavesADeploymentThatAnotherEndsAsIfNothingHadHappened() {
        AtomicInteger calls = new AtomicInteger();
        boolean killed = true;
        int between = database == TestDatabase.SQLITE ? 1 : 9; // where each transaction is a connection
        for (int moment = 0; killed; moment += between) {
            String function = "f" + moment;
            publish(function);
            Deployment deployment =
                    created(function, plan("Linear50PercentEvery1Minute", new DeploymentHooks("check", "check")));
            calls.set(0);
            killed = false;
            ControlPlane dying = controlPlane(new KilledAt(moment));
            try {
                finish(dying, deployment, calls);
            } catch (Killed now) {
                killed = true;
                clock.advance(Deployments.LEASE);
                finish(two, deployment, calls);
            }
            assertThat(now(deployment).stage()).as(now(deployment).toString()).isEqualTo(Stage.SUCCEEDED);
            assertThat(moves(function)).as("killed at %s", moment).containsExactly(5_000, 10_000);
            assertThat(calls).hasValueBetween(2, killed ? 3 : 2);
            assertThat(moment).isLessThan(200);
        }
    }

    private void finish(ControlPlane plane, Deployment deployment, AtomicInteger calls) {
        for (int turn = 0; turn < 20 && !now(deployment).stage().isEnd(); turn++) {
            for (Steps.Question question : plane.steps.make()) {
                calls.incrementAndGet();
                plane.steps.heard(question, new Verdict.Approved());
            }
            plane.steps.make();
            clock.advance(Duration.ofMinutes(1));
        }
    }
}
