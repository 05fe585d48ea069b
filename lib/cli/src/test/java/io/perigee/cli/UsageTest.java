package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    private final CommandRun user = new CommandRun(Path.of("nowhere"));

    @Test
    void aloneItSaysWhatThereIs() {
        CommandRun.Result result = user.run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("Perigee, a CDN that anyone can run.")
                .contains("perigee COMMAND --help");
    }

    @Test
    void anUnknownCommandSuggestsTheNearest() {
        CommandRun.Result result = user.run("aply");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("perigee: \"aply\" is nothing that perigee takes", "Did you mean: perigee apply")
                .endsWith("Explained by: perigee --help\n");
    }

    @Test
    void aMissingArgumentIsNamedWithWhereItIsExplained() {
        CommandRun.Result result = user.run("apply");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("""
                        perigee: missing required option: '--file=FILE|DIR|-'
                        Explained by: perigee apply --help
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "get", "describe", "delete", "invalidate", "functions", "nodes", "status"})
    void everyCommandExplainsItselfWithExamples(String command) {
        CommandRun.Result result = user.run(command, "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Usage: perigee " + command, "Example", "  perigee ");
    }

    @Test
    void theVersionNamesProgramAndJava() {
        assertThat(user.run("--version").out()).matches("perigee .* \\(Java .*\\)\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionScriptsKnowCommandsAndKinds(String shell) {
        CommandRun.Result result = user.run("completion", shell);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("complete -F", "invalidate", "--dry-run", "cache-policies");
    }

    @Test
    void aWrongOutputFormatIsRefusedWithThoseThatThereAre() {
        CommandRun.Result result = user.run("nodes", "-o", "xml");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("'xml' is not one of table, json, yaml");
    }
}
