package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.chaos.check.NetworkPromise;
import io.perigee.chaos.scenario.Scenario;
import io.perigee.testkit.HoldsEventLoops;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code perigee chaos}, with real processes.
 *
 * <p>{@code -Dperigee.chaos.scenario=FILE} and {@code -Dperigee.chaos.duration=10m} make it another, longer one.
 */
@HoldsEventLoops("a network of processes starts beside it, and its threads wait for a processor")
class ChaosTest {

    /** What no slowness of the machine can break. The others have limits of time, and are only to have been tried. */
    private static final List<NetworkPromise> WHATEVER_IS_SLOW =
            List.of(NetworkPromise.FRESH, NetworkPromise.NOTHING_LOST, NetworkPromise.BODIES);

    private static final String SHORT = """
            name: short
            duration: 24s
            network: {regions: [eu, na], drainDelay: 1s, lease: 2s}
            workload: {viewers: 2, patience: 1m, functions: false}
            faults:
              - {at: 1s, fault: kill, nodes: [edge-eu-1], lasts: 1s}
              - {at: 6s, fault: kill, nodes: [controls], lasts: 2s}
              - {at: 12s, fault: cut, from: ["region:na"], to: [controls], lasts: 10s}
              - {at: 3s, fault: rolling-restart, nodes: [regional-eu-1]}
            """;

    @TempDir
    Path folder;

    @Test
    void aNetworkOfProcessesKeepsItsPromisesWhileItIsHarmed() throws IOException {
        Path given = Path.of(System.getProperty("perigee.chaos.scenario", ""));
        Path scenario = given.toString().isEmpty() ? Files.writeString(folder.resolve("short.yaml"), SHORT) : given;
        Path history = folder.resolve("history.jsonl");
        CommandRun user = new CommandRun(folder);
        CommandRun.Result run = user.run(
                "chaos",
                "--scenario",
                scenario.toString(),
                "--duration",
                System.getProperty("perigee.chaos.duration", "24s"),
                "--history",
                history.toString(),
                "-o",
                "json");
        System.out.println(run.err() + run.out());

        Map<String, String> verdicts = verdicts(run);
        for (NetworkPromise promise : WHATEVER_IS_SLOW) {
            assertThat(verdicts).containsEntry(promise.id(), "kept");
        }
        if (given.toString().isEmpty()) {
            assertThat(verdicts).doesNotContainValue("not-tried");
        }
        assertThat(run.exitCode()).isEqualTo(verdicts.containsValue("broken") ? 1 : 0);

        CommandRun.Result again = user.run("chaos", "--check", history.toString(), "-o", "json");
        assertThat(again.out()).isEqualTo(run.out());
        assertThat(again.exitCode()).isEqualTo(run.exitCode());
    }

    private static Map<String, String> verdicts(CommandRun.Result run) throws IOException {
        Map<String, String> verdicts = new HashMap<>();
        for (JsonNode each : new ObjectMapper().readTree(run.out()).path("promises")) {
            verdicts.put(each.path("id").asText(), each.path("verdict").asText());
        }
        return verdicts;
    }

    @Test
    void everyExampleIsAScenario() throws IOException {
        int read = 0;
        try (DirectoryStream<Path> examples = Files.newDirectoryStream(Path.of("../../examples/chaos"), "*.yaml")) {
            for (Path example : examples) {
                assertThat(Scenario.read(example).name()).isNotEqualTo("chaos");
                read++;
            }
        }
        assertThat(read).isGreaterThan(5);
    }

    @Test
    void aScenarioThatIsNotValidIsRefusedWithEveryViolationBeforeAnythingIsStarted() throws IOException {
        Path scenario = Files.writeString(
                folder.resolve("wrong.yaml"), "faults: [{at: 1s, fault: kill}]\nnetwork: {controls: 0}\n");
        CommandRun.Result run = new CommandRun(folder).run("chaos", "--scenario", scenario.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "wrong.yaml: not valid", "faults[0].nodes: [] (expected: ", "network.controls: 0 (expected: ");
    }

    @Test
    void whatIsNoHistoryIsRefused() throws IOException {
        Path history = Files.writeString(folder.resolve("history.jsonl"), "{}\n");
        CommandRun.Result run = new CommandRun(folder).run("chaos", "--check", history.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the history cannot be read", "line 1");
    }

    @Test
    void eitherAScenarioOrAHistoryIsNeeded() {
        assertThat(new CommandRun(folder).run("chaos").err()).contains("either --scenario or --check is needed");
    }
}
