package io.perigee.node.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.config.Setting;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProgramTest {

    /** A node that has a folder. */
    public record TestConfig(@Setting("A folder.") Path data) {}

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void wrongArgumentsEndItWithWhatIsExpected() {
        assertThat(run((vertx, config) -> Future.failedFuture("unused"), "--configuration", "x"))
                .isEqualTo(2);
        assertThat(said()).isEqualTo("perigee-test: wrong arguments\n  expected: --config FILE\n");
    }

    @Test
    void aConfigurationThatIsNotValidEndsItWithALineForEachViolation() throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), "colour: red\n");

        assertThat(run((vertx, config) -> Future.failedFuture("unused"), "--config", file.toString()))
                .isEqualTo(2);
        assertThat(said()).startsWith("perigee-test: " + file + ": not valid\n").contains("\n  colour: ", "\n  data: ");
    }

    @Test
    void aFolderThatMayNotBeWrittenIsNamedWithItsKey() throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), "data: d\n");
        Path data = folder.resolve("d");

        int exitCode = run(
                (vertx, config) -> {
                    vertx.close();
                    throw new AccessDeniedException(data.toString());
                },
                "--config",
                file.toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(said())
                .isEqualTo("perigee-test: the node did not start\n  " + data
                        + " may not be read or written by this user\n  the configuration names it as data\n");
    }

    @Test
    void writesDownWhereThisMachineReachesItsHealth() throws IOException {
        Path file = folder.resolve("management");

        new ManagementAddress("0.0.0.0", 9090).write(file);
        assertThat(file).hasContent("127.0.0.1 9090\n");
        new ManagementAddress("::", 9091).write(file);
        assertThat(file).hasContent("::1 9091\n");
        new ManagementAddress("10.1.2.3", 9092).write(file);
        assertThat(file).hasContent("10.1.2.3 9092\n");
    }

    private int run(NodeProgram.Start<TestConfig> start, String... arguments) {
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new NodeProgram<>("perigee-test", TestConfig.class, start).run(arguments, System.out, err);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
