package io.perigee.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.chaos.scenario.FaultKind;
import io.perigee.chaos.scenario.FaultSetup;
import io.perigee.chaos.scenario.Scenario;
import io.perigee.node.config.NodeConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Scenario RANDOM = NodeConfigReader.parse("random.yaml", """
            seed: 7
            duration: 10m
            faults: [{at: 1m, fault: origin-down}]
            random: {faults: [kill, pause, stop, rolling-restart, scale, cut, reset, delay, loss, full-disk, clock-forwards, clock-backwards, origin-slow]}
            """, Path.of("."), Scenario.class);

    @Test
    void aSeedRepeatsTheScheduleAndAnotherOneDoesNot() {
        assertThat(Schedule.of(RANDOM)).isEqualTo(Schedule.of(RANDOM));
        assertThat(Schedule.of(RANDOM.withSeed(8))).isNotEqualTo(Schedule.of(RANDOM));
    }

    @Test
    void faultsByChanceAreOfEveryKindThatWasNamedAndComeBesideThoseOfThePlan() {
        List<FaultSetup> all = Schedule.of(RANDOM);
        assertThat(all).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(all).allMatch(fault -> fault.at().compareTo(RANDOM.duration()) < 0);
        assertThat(all).extracting(FaultSetup::fault).contains(FaultKind.ORIGIN_DOWN, FaultKind.KILL, FaultKind.SCALE);
        assertThat(all.stream().filter(fault -> fault.at().equals(Duration.ofMinutes(1))))
                .anyMatch(fault -> fault.fault() == FaultKind.ORIGIN_DOWN);
    }

    @Test
    void withoutChanceThereIsOnlyThePlan() {
        Scenario plan =
                new Scenario("plan", 1, RANDOM.duration(), RANDOM.network(), RANDOM.workload(), RANDOM.faults(), null);
        assertThat(Schedule.of(plan)).isEqualTo(RANDOM.faults());
    }
}
