package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.listen.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
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

    private static SelfSigned certificate() {
        return SelfSigned.create(List.of("127.0.0.1"), Clock.systemUTC(), new SecureRandom());
    }

    @Test
    void aControlPlaneIsTrustedByTheAuthorityInAFile() throws IOException {
        SelfSigned own = certificate();
        Path file = Files.writeString(home.resolve("ca.pem"), own.certificatePem());
        try (FakeControlPlane secure = new FakeControlPlane(own)) {
            CommandRun user = new CommandRun(home).variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN);

            CommandRun.Result untrusted = user.run("nodes", "--server", secure.url());
            assertThat(untrusted.exitCode()).isEqualTo(1);
            assertThat(untrusted.err())
                    .startsWith("perigee: the certificate of the control plane at " + secure.url() + " is not accepted")
                    .contains("--ca-file FILE", "PERIGEE_CA_FILE");

            CommandRun.Result named = user.run("nodes", "--server", secure.url(), "--ca-file", file.toString());
            assertThat(named.exitCode()).as(named.err()).isZero();

            user.variable("PERIGEE_CA_FILE", file.toString());
            assertThat(user.run("nodes", "--server", secure.url()).exitCode()).isZero();
        }
    }

    @Test
    void noOtherAuthorityIsTrustedThanTheOneInTheFile() throws IOException {
        Path file = Files.writeString(home.resolve("ca.pem"), certificate().certificatePem());
        try (FakeControlPlane secure = new FakeControlPlane(certificate())) {
            CommandRun.Result result = new CommandRun(home)
                    .variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN)
                    .run("nodes", "--server", secure.url(), "--ca-file", file.toString());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("is not accepted");
        }
    }

    @Test
    void aFileWithoutAuthoritiesIsRefusedBeforeAnythingIsTried() throws IOException {
        Path empty = Files.writeString(home.resolve("empty.pem"), "");
        Path other = Files.writeString(home.resolve("other.pem"), "what is this?");

        assertThat(new CommandRun(home).run("nodes", "--ca-file", "nowhere"))
                .isEqualTo(new CommandRun.Result(2, "", "perigee: --ca-file: nowhere cannot be read\n"));
        for (Path file : List.of(empty, other)) {
            CommandRun.Result result = new CommandRun(home)
                    .variable("PERIGEE_CA_FILE", file.toString())
                    .run("nodes");
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).startsWith("perigee: PERIGEE_CA_FILE: " + file + " has no certificates\n");
        }
    }
}
