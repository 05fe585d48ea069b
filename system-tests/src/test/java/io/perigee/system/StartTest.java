package io.perigee.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.perigee.system.ContainerNetwork.Terms;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.startupcheck.IndefiniteWaitOneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

/** How a container starts, or says why not. */
@OnEngine
@Timeout(300)
class StartTest {

    @TempDir
    private Path folder;

    @Test
    void aConfigurationThatIsNotValidEndsItWithALineForEachViolation() throws IOException {
        try (ContainerNetwork network = new ContainerNetwork(folder, Terms.USUAL)) {
            NodeContainer edge = network.addAs(Role.EDGE, "edge", "listeners: [{port: 70000}]\nnode: {id: e1}\n");

            assertThat(endOf(edge)).isEqualTo(2);
            assertThat(edge.getLogs())
                    .startsWith("perigee-edge: /etc/perigee/config.yaml: not valid\n")
                    .contains(
                            "\n  listeners[0].port: 70000 (expected: a whole number; 0 to 65535)\n",
                            "\n  node.region: ");
        }
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() throws IOException {
        try (ContainerNetwork network = new ContainerNetwork(folder, Terms.USUAL)) {
            NodeContainer origin = network.addAs(Role.ORIGIN, "origin", "data: /var/lib/perigee\n");
            origin.withCommand("--config", "/etc/perigee/other.yaml");

            assertThat(endOf(origin)).isEqualTo(2);
            assertThat(origin.getLogs()).contains("/etc/perigee/other.yaml");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithItsKey() throws IOException {
        try (ContainerNetwork network = new ContainerNetwork(folder, Terms.USUAL)) {
            NodeContainer origin = network.addAs(Role.ORIGIN, "origin", "data: /srv/objects\n");

            assertThat(endOf(origin)).isEqualTo(1);
            assertThat(origin.getLogs()).contains("perigee-origin: the node did not start\n", "names it as data");
        }
    }

    /** A report, not a promise: machines differ. */
    @Test
    void startsFromTheArchiveOfItsClasses() throws IOException {
        System.out.printf(
                "an edge is up after %d ms with the archive of its classes, after %d ms without it%n",
                startOf("with", "").toMillis(),
                startOf("without", "-XX:AOTMode=off").toMillis());
    }

    /** From the start of the process to the line that says that the node is up, as the engine and the node's clock have it. */
    private Duration startOf(String id, String options) throws IOException {
        try (ContainerNetwork network = new ContainerNetwork(folder, Terms.USUAL)) {
            NodeContainer edge = network.edge(id, "eu").withEnv("PERIGEE_JAVA_OPTS", options);
            network.start();
            Pattern started = Pattern.compile("(\\S+) INFO +NodeProcess: " + id + ": started");
            Await.until("it says so", () -> started.matcher(edge.getLogs()).find());
            Matcher line = started.matcher(edge.getLogs());
            assertThat(line.find()).isTrue();
            return Duration.between(
                    Instant.parse(Objects.requireNonNull(edge.state().getStartedAt())), Instant.parse(line.group(1)));
        }
    }

    private static long endOf(NodeContainer node) {
        node.setWaitStrategy(Wait.forLogMessage(".*perigee-.*", 1));
        node.withStartupCheckStrategy(new EndOnly());
        node.start();
        return node.ended();
    }

    /** Ending is what is waited for: with any exit code. */
    private static final class EndOnly extends IndefiniteWaitOneShotStartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(com.github.dockerjava.api.DockerClient client, String id) {
            InspectContainerResponse.ContainerState state =
                    client.inspectContainerCmd(id).exec().getState();
            return Boolean.TRUE.equals(state.getRunning()) ? StartupStatus.NOT_YET_KNOWN : StartupStatus.SUCCESSFUL;
        }
    }
}
