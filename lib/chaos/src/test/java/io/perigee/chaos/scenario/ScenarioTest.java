package io.perigee.chaos.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.chaos.place.PlacedNode;
import io.perigee.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {

    @TempDir
    Path folder;

    @Test
    void anEmptyFileIsThreeQuietRegions() throws IOException {
        Scenario scenario = read("{}");
        assertThat(scenario.network().regions()).containsExactly("eu", "na", "ap");
        assertThat(scenario.network().nodes())
                .extracting(PlacedNode::id)
                .containsExactly(
                        "control-1",
                        "regional-eu-1",
                        "edge-eu-1",
                        "regional-na-1",
                        "edge-na-1",
                        "regional-ap-1",
                        "edge-ap-1");
        assertThat(scenario.faults()).isEmpty();
        assertThat(scenario.random()).isNull();
    }

    @Test
    void everyKeyIsRead() throws IOException {
        Scenario scenario = read("""
                name: all of it
                seed: 42
                duration: 2m
                network: {regions: [eu, na], edges: 2, regionals: 2, controls: 3, lease: 6s, renewEvery: 1s, drainDelay: 1s}
                workload: {viewers: 3, pause: 10ms, patience: 5s, invalidateEvery: 1s, changeEvery: 1s, functions: false}
                faults:
                  - {at: 1s, fault: cut, from: ["region:eu"], to: [controls, origin], direction: there, lasts: 20s}
                  - {at: 30s, fault: scale, edges: 9, lasts: 5s}
                  - {at: 40s, fault: loss, from: [edges], to: [regionals], share: 0.3}
                random: {faults: [kill, pause], calm: 3s, lasts: 2s}
                """);
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.network().nodes()).hasSize(3 + 2 * 4);
        assertThat(scenario.faults().getFirst().direction()).isEqualTo(FaultSetup.Way.THERE);
        assertThat(scenario.faults().get(1).edges()).isEqualTo(9);
        assertThat(scenario.mayHave(FaultKind.PAUSE)).isTrue();
        assertThat(scenario.mayHave(FaultKind.FULL_DISK)).isFalse();
        assertThat(scenario.withSeed(7).seed()).isEqualTo(7);
        assertThat(scenario.withDuration(Duration.ofMinutes(3)).duration()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void unknownKeysAndWrongValuesAreRefusedTogetherWithFieldValueAndExpectation() {
        assertThatThrownBy(() -> read("""
                        duration: 1s
                        nemesis: hard
                        network: {regions: [eu, eu], controls: 9}
                        faults:
                          - {at: soon, fault: explode}
                          - {at: 1s, fault: kill}
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "duration: 1s (expected: a duration such as 500ms, 30s, 5m, 1h or 7d; 5s to 2h)",
                        "nemesis: hard (expected: one of the keys name, seed, duration",
                        "network.controls: 9 (expected: a whole number; 1 to 5)",
                        "network.regions: [eu, eu] (expected: each region once)",
                        "faults[0].at: soon (expected: a duration",
                        "faults[0].fault: explode (expected: one of kill, pause, stop",
                        "faults[1].nodes: [] (expected: the nodes that kill happens to)");
    }

    @Test
    void targetsThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> read("""
                        network: {regions: [eu]}
                        faults:
                          - {at: 1s, fault: kill, nodes: [edge-na-1]}
                          - {at: 1s, fault: cut, from: ["region:na"], to: [origin]}
                          - {at: 1s, fault: pause, nodes: [origin]}
                          - {at: 61s, fault: origin-down}
                        """))
                .hasMessageContainingAll(
                        "faults[0].nodes[0]: edge-na-1 (expected: one of edges, regionals",
                        "faults[1].from[0]: region:na (expected: one of edges",
                        "faults[2].nodes[0]: origin",
                        "faults[3].at: 61000ms (expected: less than duration, 60000ms)");
    }

    @Test
    void keysThatMeanNothingForAFaultAreRefused() {
        assertThatThrownBy(() -> read("""
                        faults:
                          - {at: 1s, fault: kill, nodes: [edges], to: [origin]}
                          - {at: 1s, fault: origin-slow, edges: 5}
                          - {at: 1s, fault: delay, from: [edges], to: [controls], direction: back}
                        """))
                .hasMessageContainingAll(
                        "faults[0].to: [origin] (expected: nothing: kill is no fault of links)",
                        "faults[1].edges: 5 (expected: nothing: it is for scale)",
                        "faults[2].direction: BACK (expected: both, unless it is a cut)");
    }

    @Test
    void selectorsNameNodesByKindRegionAndChance() {
        List<PlacedNode> nodes = new NetworkSetup(
                        List.of("eu", "na"), 2, 1, 1, Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ZERO)
                .nodes();
        assertThat(Selector.select(List.of("edges"), nodes, new Random(1))).hasSize(4);
        assertThat(Selector.select(List.of("region:na", "edge-na-1", "origin"), nodes, new Random(1)))
                .containsExactly("regional-na-1", "edge-na-1", "edge-na-2", "origin");
        assertThat(Selector.select(List.of("any-regional"), nodes, new Random(1)))
                .hasSize(1)
                .isSubsetOf("regional-eu-1", "regional-na-1");
    }

    private Scenario read(String yaml) throws IOException {
        return Scenario.read(Files.writeString(folder.resolve("scenario.yaml"), yaml));
    }
}
