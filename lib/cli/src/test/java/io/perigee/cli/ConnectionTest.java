package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {

    @TempDir
    private Path home;

    private FakeControlPlane control;

    @BeforeEach
    void start() {
        control = new FakeControlPlane();
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void aMissingControlPlaneIsAnErrorThatSaysWhatToStart() {
        control.close();

        CommandRun.Result result = new CommandRun(home).run("nodes", "--server", control.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("perigee: no control plane at " + control.url() + " (connection refused)\n")
                .contains("perigee demo", "perigee control --config FILE", "PERIGEE_SERVER");
    }

    @Test
    void takesTheTokenThatAControlPlaneOnThisMachineLeft() throws IOException {
        Path file = home.resolve(".config/perigee/credentials/127.0.0.1-" + control.port());
        Files.createDirectories(file.getParent());
        Files.writeString(file, FakeControlPlane.TOKEN + "\n");

        assertThat(new CommandRun(home).run("nodes", "--server", control.url()).exitCode())
                .isZero();
        assertThat(new CommandRun(home)
                        .run("nodes", "--server", "http://localhost:" + control.port())
                        .exitCode())
                .isZero();
    }

    @Test
    void takesTheTokenFromTheFolderThatXdgNames() throws IOException {
        Path file = home.resolve("xdg/perigee/credentials/127.0.0.1-" + control.port());
        Files.createDirectories(file.getParent());
        Files.writeString(file, FakeControlPlane.TOKEN);

        CommandRun.Result result = new CommandRun(home)
                .variable("XDG_CONFIG_HOME", home.resolve("xdg").toString())
                .run("nodes", "--server", control.url());

        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aNamedTokenFileWinsOverTheEnvironment() throws IOException {
        Path file = Files.writeString(home.resolve("token"), FakeControlPlane.TOKEN);

        CommandRun.Result result = new CommandRun(home)
                .variable("PERIGEE_TOKEN", "wrong")
                .run("nodes", "--server", control.url(), "--token-file", file.toString());

        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aTokenFileThatCannotBeReadIsRefusedBeforeAnythingIsTried() {
        CommandRun.Result result = new CommandRun(home).run("nodes", "--token-file", "nowhere");

        assertThat(result).isEqualTo(new CommandRun.Result(2, "", "perigee: --token-file: nowhere cannot be read\n"));
    }

    @Test
    void withoutATokenTheErrorNamesThePlacesWhereItIsExpected() {
        CommandRun.Result result = new CommandRun(home).run("nodes", "--server", control.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("asks for a token (401)", "--token-file FILE", "PERIGEE_TOKEN")
                .contains(home.resolve(".config/perigee/credentials/127.0.0.1-" + control.port())
                        .toString());
    }

    @Test
    void aTokenThatIsNotAcceptedIsNamedByItsSourceAndNeverShown() {
        CommandRun.Result result =
                new CommandRun(home).variable("PERIGEE_TOKEN", "wrong-token").run("nodes", "--server", control.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("does not accept the token in PERIGEE_TOKEN")
                .doesNotContain("wrong-token");
    }

    @Test
    void aServerThatIsNoUrlIsRefused() {
        CommandRun.Result result = new CommandRun(home)
                .variable("PERIGEE_SERVER", "localhost:7400")
                .run("status");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("perigee: PERIGEE_SERVER is \"localhost:7400\"\n  expected: http://HOST:PORT");
    }
}
