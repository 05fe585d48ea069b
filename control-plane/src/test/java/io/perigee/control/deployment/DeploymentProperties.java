package io.perigee.control.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.output.FunctionHealth;
import io.perigee.distribution.AliasDeployment;
import io.perigee.distribution.DeploymentAlarms;
import io.perigee.distribution.DeploymentHooks;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DeploymentProperties {

    private static final FunctionHealth GOOD = new FunctionHealth(100, 0, 0, 5, 8);
    private static final FunctionHealth BAD = new FunctionHealth(100, 50, 0, 5, 8);

    @Provide
    Arbitrary<AliasDeployment> plans() {
        Arbitrary<Integer> percents = Arbitraries.integers().between(1, 99);
        Arbitrary<Integer> times = Arbitraries.integers().between(1, 9_999);
        Arbitrary<String> units = Arbitraries.of("Second", "Minutes", "Hours");
        Arbitrary<String> configs = Arbitraries.oneOf(
                Arbitraries.of("AllAtOnce", "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"),
                Combinators.combine(percents, times, units).as((p, n, unit) -> "Canary" + p + "Percent" + n + unit),
                Combinators.combine(percents, times, units)
                        .as((p, n, unit) -> "Linear" + p + "PercentEvery" + n + unit));
        Arbitrary<DeploymentHooks> hooks = Combinators.combine(
                        Arbitraries.of("check", "check:live").injectNull(0.5),
                        Arbitraries.of("verify:3").injectNull(0.5))
                .as(DeploymentHooks::new);
        return Combinators.combine(configs, Arbitraries.of(0, 60), hooks)
                .as((config, bake, asked) -> new AliasDeployment(
                        "2",
                        config,
                        Duration.ofSeconds(config.equals("AllAtOnce") ? 60 : bake),
                        asked,
                        new DeploymentAlarms("1%", Duration.ofMillis(200), null, 10)));
    }

    private static FunctionAlias alias() {
        return new FunctionAlias("resize", "live", "what viewers get", 1, List.of());
    }

    @Property(tries = 200)
    void weightsOnlyGrowUntilAllCallsAreMovedWhereNothingFails(@ForAll("plans") AliasDeployment plan) {
        ManualClock clock = new ManualClock();
        FunctionAlias alias = alias();
        Deployment deployment = Deployment.created("D1", alias, 2, plan, clock.instant());
        for (int steps = 0; !deployment.stage().isEnd(); steps++) {
            assertThat(steps).isLessThan(250);
            int before = deployment.weight();
            switch (deployment.next(clock.instant(), alias, GOOD)) {
                case Step.Wait(var until) -> {
                    assertThat(until).isAfter(clock.instant());
                    clock.advance(Duration.between(clock.instant(), until));
                }
                case Step.Ask ask -> deployment = deployment.heard(new Verdict.Approved(), clock.instant());
                case Step.Become(Deployment next) -> deployment = next;
            }
            assertThat(deployment.weight()).isGreaterThanOrEqualTo(before);
            alias = deployment.routed(alias);
        }
        assertThat(deployment.stage()).isEqualTo(Stage.SUCCEEDED);
        assertThat(alias).isEqualTo(new FunctionAlias("resize", "live", "what viewers get", 2, List.of()));
    }

    @Property(tries = 300)
    void whateverHappensTheAliasStandsForTheTwoVersionsAndWeightsGrowOrGoBackToNothing(
            @ForAll("plans") AliasDeployment plan, @ForAll Random random) {
        ManualClock clock = new ManualClock();
        FunctionAlias alias = alias();
        Deployment deployment = Deployment.created("D1", alias, 2, plan, clock.instant());
        for (int steps = 0; !deployment.stage().isEnd() && steps < 500; steps++) {
            Deployment before = deployment;
            boolean byHand = random.nextInt(60) == 0;
            FunctionAlias present =
                    byHand ? new FunctionAlias("resize", "live", "what viewers get", 7, List.of()) : alias;
            clock.advance(Duration.ofSeconds(random.nextInt(100)));
            deployment = random.nextInt(80) == 0 && !byHand
                    ? deployment.stopped(clock.instant(), random.nextBoolean())
                    : moved(deployment, clock, present, random);
            assertThat(Documents.parse(Documents.toJson(deployment).toString(), Deployment.class)
                            .orThrow())
                    .isEqualTo(deployment);
            if (byHand) {
                assertThat(deployment.stage()).isEqualTo(Stage.STOPPED);
                assertThat(deployment.failure()).isEqualTo(FailureCode.INVALID_LAMBDA_CONFIGURATION);
                return;
            }
            alias = deployment.routed(alias);
            assertThat(alias.functionVersion()).isIn(1, 2);
            assertThat(alias.additionalVersionWeights())
                    .allSatisfy(weight -> assertThat(weight.version()).isEqualTo(2));
            assertThat(deployment.weight())
                    .satisfiesAnyOf(
                            weight -> assertThat(weight).isGreaterThanOrEqualTo(before.weight()),
                            weight -> assertThat(weight).isZero());
            assertThat(deployment.stage()).isGreaterThanOrEqualTo(before.stage());
        }
        switch (deployment.stage()) {
            case SUCCEEDED -> assertThat(deployment.weight()).isEqualTo(VersionWeight.WHOLE);
            case FAILED -> assertThat(alias).isEqualTo(alias());
            default -> assertThat(alias.functionVersion()).isIn(1, 2);
        }
    }

    private static Deployment moved(Deployment deployment, ManualClock clock, FunctionAlias present, Random random) {
        FunctionHealth health = random.nextInt(40) == 0 ? BAD : GOOD;
        return switch (deployment.next(clock.instant(), present, deployment.isWatched() ? health : null)) {
            case Step.Wait wait -> deployment;
            case Step.Ask ask ->
                deployment.heard(
                        switch (random.nextInt(4)) {
                            case 0 -> new Verdict.Rejected("bad\nvery bad");
                            case 1 -> new Verdict.NotAsked("no node");
                            default -> new Verdict.Approved();
                        },
                        clock.instant());
            case Step.Become(Deployment next) -> next;
        };
    }
}
