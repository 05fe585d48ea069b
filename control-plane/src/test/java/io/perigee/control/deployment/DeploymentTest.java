package io.perigee.control.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.invocation.Attempt;
import io.perigee.control.output.FunctionHealth;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.DeploymentAlarms;
import io.perigee.distribution.DeploymentHooks;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.testkit.ManualClock;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    private static final FunctionAlias ALIAS = FunctionAlias.of("resize", "live", 3);

    private final ManualClock clock = new ManualClock();

    private Deployment created(String config, DeploymentHooks hooks, DeploymentAlarms alarms) {
        return Deployment.created(
                "D1", ALIAS, 4, new AliasDeployment("4", config, Duration.ZERO, hooks, alarms), clock.instant());
    }

    private Deployment created(String config) {
        return created(config, DeploymentHooks.NONE, DeploymentAlarms.NONE);
    }

    /** Until it has to wait, with the alias as it leaves it. */
    private Deployment proceed(Deployment from, @Nullable FunctionHealth health) {
        Deployment deployment = from;
        while (!deployment.stage().isEnd()
                && deployment.next(clock.instant(), deployment.routed(ALIAS), health)
                        instanceof Step.Become(Deployment next)) {
            deployment = next;
        }
        return deployment;
    }

    /** The weights in percent with the seconds at which they came. */
    private List<String> course(String config) {
        Deployment deployment = proceed(created(config), null);
        List<String> course = new ArrayList<>();
        for (int seconds = 0; seconds < 1_000 && !deployment.stage().isEnd(); seconds++) {
            int before = deployment.weight();
            if (seconds == 0) {
                course.add("0s " + before / 100);
            }
            clock.advance(Duration.ofSeconds(1));
            deployment = proceed(deployment, null);
            if (deployment.weight() != before) {
                course.add((seconds + 1) + "s " + deployment.weight() / 100);
            }
        }
        if (course.isEmpty()) {
            course.add("0s " + deployment.weight() / 100);
        }
        assertThat(deployment.stage()).isEqualTo(Stage.SUCCEEDED);
        return course;
    }

    @Test
    void callsAreMovedAsTheConfigurationSays() {
        assertThat(course("AllAtOnce")).containsExactly("0s 100");
        assertThat(course("Canary10Percent5Minutes")).containsExactly("0s 10", "300s 100");
        assertThat(course("Linear30PercentEvery1Minute")).containsExactly("0s 30", "60s 60", "120s 90", "180s 100");
        assertThat(course("CodeDeployDefault.LambdaLinear10PercentEvery1Minute"))
                .hasSize(10)
                .endsWith("480s 90", "540s 100");
    }

    @Test
    void aStepThatIsLateMovesOneShareAndNotAllThatWereMissed() {
        Deployment deployment = proceed(created("Linear10PercentEvery1Minute"), null);
        clock.advance(Duration.ofHours(5));

        Deployment later = proceed(deployment, null);

        assertThat(later.weight()).isEqualTo(2_000);
        assertThat(later.nextStepAt()).contains(clock.instant().plusSeconds(60));
    }

    @Test
    void anAlarmTakesTheAliasBackAtEveryShare() {
        DeploymentAlarms alarms = new DeploymentAlarms("1%", Duration.ofMillis(200), Duration.ofMillis(512), 20);
        FunctionHealth good = new FunctionHealth(1_000, 10, 0, 200, 512);
        FunctionHealth few = new FunctionHealth(19, 19, 0, 9_000, 9_000);
        Deployment deployment = proceed(created("Canary10Percent5Minutes", DeploymentHooks.NONE, alarms), good);
        assertThat(deployment.weight()).isEqualTo(1_000);
        assertThat(proceed(deployment, few).weight()).isEqualTo(1_000);

        Deployment failing = proceed(deployment, new FunctionHealth(1_000, 11, 0, 5, 8));
        assertThat(failing.stage()).isEqualTo(Stage.FAILED);
        assertThat(failing.failure()).isEqualTo(FailureCode.ALARM_ACTIVE);
        assertThat(failing.message()).isEqualTo("Version 4 failed 11 of 1000 invocations (1.10%), more than 1%.");
        assertThat(failing.routed(ALIAS)).isEqualTo(ALIAS);

        Deployment slow = proceed(deployment, new FunctionHealth(50, 0, 0, 200.5, 256));
        assertThat(slow.message())
                .isEqualTo("Version 4 took 200.5 ms on average in 50 invocations, longer than 200ms.");
        Deployment tail = proceed(deployment, new FunctionHealth(50, 0, 0, 5, 1_024));
        assertThat(tail.message())
                .isEqualTo("Version 4 took up to 1024 ms in 99 of 100 of 50 invocations, longer than 512ms.");
    }

    @Test
    void alarmsAreHeardWithAllCallsWhileItBakesAndLookAtTheLastFiveMinutes() {
        DeploymentAlarms alarms = new DeploymentAlarms("1%", null, null, 1);
        AliasDeployment plan =
                new AliasDeployment("4", "AllAtOnce", Duration.ofMinutes(10), DeploymentHooks.NONE, alarms);
        FunctionHealth good = new FunctionHealth(5, 0, 0, 1, 1);
        Deployment baking = proceed(Deployment.created("D1", ALIAS, 4, plan, clock.instant()), good);
        assertThat(baking.stage().status()).isEqualTo("Baking");
        assertThat(baking.routed(ALIAS)).isEqualTo(FunctionAlias.of("resize", "live", 4));
        assertThat(baking.watchedSince(clock.instant())).isEqualTo(clock.instant());

        clock.advance(Duration.ofMinutes(9));
        assertThat(baking.watchedSince(clock.instant()))
                .isEqualTo(clock.instant().minus(Duration.ofMinutes(5)));
        assertThat(proceed(baking, new FunctionHealth(5, 5, 0, 1, 1)).routed(ALIAS))
                .isEqualTo(ALIAS);
        clock.advance(Duration.ofMinutes(1));
        assertThat(proceed(baking, good).stage()).isEqualTo(Stage.SUCCEEDED);
    }

    @Test
    void alarmsOfADeploymentThatMovesAllAtOnceNeedTimeToBeRaisedIn() {
        String plan = "{\"functionVersion\": \"4\", \"alarms\": {\"maxErrorRate\": \"1%\"}}";
        assertThat(Documents.parse(plan, AliasDeployment.class))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.violations().toString()).contains("bakeTime"));
        assertThat(Documents.parse(
                        plan.replace("\"alarms\"", "\"bakeTime\": \"5m\", \"alarms\""), AliasDeployment.class))
                .isInstanceOf(Parsed.Valid.class);
        for (String config : List.of("Canary0Percent5Minutes", "Canary100Percent5Minutes", "Linear10Percent5Minutes")) {
            assertThat(Documents.parse(
                            "{\"functionVersion\": 4, \"deploymentConfigName\": \"" + config + "\"}",
                            AliasDeployment.class))
                    .as(config)
                    .isInstanceOf(Parsed.Invalid.class);
        }
    }

    @Test
    void aHookThatRejectsOrFailsEndsTheDeploymentBeforeAnyCallIsMoved() {
        Deployment asking =
                proceed(created("AllAtOnce", new DeploymentHooks("check", null), DeploymentAlarms.NONE), null);
        assertThat(asking.next(clock.instant(), ALIAS, null)).isEqualTo(new Step.Ask("check"));

        assertThat(heard(
                        asking,
                        new Attempt.Returned(json("{\"status\":\"Failed\",\"message\":\"no\\nbucket\"}"), 1, "")))
                .isEqualTo("The hook BeforeAllowTraffic: it answered Failed: no bucket");
        assertThat(heard(asking, new Attempt.Failed(json("{\"errorMessage\":\"x\"}"), 1, "")))
                .isEqualTo("The hook BeforeAllowTraffic: it failed: {\"errorMessage\":\"x\"}");
        assertThat(heard(asking, new Attempt.Unavailable("The node has not answered", true)))
                .contains("The node has not answered");
        assertThat(heard(asking, new Attempt.NotFound("Function check:latest"))).contains("does not exist");
    }

    private String heard(Deployment asking, Attempt attempt) {
        Deployment ended = asking.heard(Verdict.of(attempt), clock.instant());
        assertThat(ended.stage()).isEqualTo(Stage.FAILED);
        assertThat(ended.failure()).isEqualTo(FailureCode.HOOK_EXECUTION_FAILURE);
        assertThat(ended.trafficSince()).isZero();
        assertThat(ended.routed(ALIAS)).isEqualTo(ALIAS);
        return ended.message();
    }

    @Test
    void whateverElseAHookAnswersIsApproval() {
        for (String answer : List.of("null", "", "7", "[]", "{\"status\":\"Succeeded\"}", "{\"status\":7}")) {
            assertThat(Verdict.of(new Attempt.Returned(json(answer), 1, "")))
                    .as(answer)
                    .isEqualTo(new Verdict.Approved());
        }
    }

    @Test
    void aHookThatCannotBeCalledIsTriedForFiveMinutes() {
        Deployment asking =
                proceed(created("AllAtOnce", new DeploymentHooks(null, "verify:live"), DeploymentAlarms.NONE), null);
        assertThat(asking.weight()).isEqualTo(VersionWeight.WHOLE);
        Attempt throttled = new Attempt.Throttled("10 calls are under way");
        for (int tries = 1; tries < Deployment.MOST_TRIES; tries++) {
            asking = asking.heard(Verdict.of(throttled), clock.instant());
            assertThat(asking.next(clock.instant(), asking.routed(ALIAS), null)).isInstanceOf(Step.Wait.class);
            clock.advance(Deployment.BETWEEN_TRIES);
            assertThat(asking.next(clock.instant(), asking.routed(ALIAS), null)).isEqualTo(new Step.Ask("verify:live"));
        }
        Deployment ended = asking.heard(Verdict.of(throttled), clock.instant());
        assertThat(ended.stage()).isEqualTo(Stage.FAILED);
        assertThat(ended.message())
                .isEqualTo(
                        "The hook AfterAllowTraffic: it could not be called: it is throttled: 10 calls are under way");
        assertThat(ended.routed(ALIAS)).isEqualTo(ALIAS);
    }

    @Test
    void anAliasWithAnotherDescriptionIsTheSame() {
        Deployment deployment = proceed(created("Canary10Percent5Minutes"), null);
        FunctionAlias described =
                new FunctionAlias("resize", "live", "described meanwhile", 3, List.of(new VersionWeight(4, 1_000)));
        assertThat(deployment.isAt(described)).isTrue();
        assertThat(deployment.routed(described)).isEqualTo(described);
    }

    private static Buffer json(String text) {
        return Buffer.buffer(text);
    }
}
