package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.perigee.cli.CommandRun.Result;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages for users show is what the program takes. */
class ExamplesTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "examples/functions/README.md", "examples/network/README.md"})
    void theCommandsThatAPageShowsAreOnesThatThereAre(String page) throws IOException {
        for (String[] arguments : commands(page)) {
            assertThatCode(() -> CommandLines.of(Terminal.ofProcess()).parseArgs(arguments))
                    .as(page + ": perigee " + String.join(" ", arguments))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void thePageThatNewcomersReadShowsHowToStartAndApply() throws IOException {
        assertThat(commands("README.md")).extracting(each -> each[0]).contains("demo", "edge", "apply", "functions");
    }

    @Test
    void theDocumentThatThePageShowsIsValid() throws IOException {
        List<String> documents = blocks("README.md", "yaml").toList();

        assertThat(documents).isNotEmpty();
        for (String document : documents) {
            Result checked = new CommandRun(folder).input(document).run("config", "check", "-");
            assertThat(checked.err()).isEmpty();
            assertThat(checked.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examples/distributions/full.yaml",
                "examples/distributions/minimal.yaml",
                "examples/functions/hello.yaml",
                "examples/network/distribution.yaml"
            })
    void theDocumentsAmongTheExamplesAreValid(String file) {
        Result checked =
                new CommandRun(folder).run("config", "check", ROOT.resolve(file).toString());

        assertThat(checked.err()).isEmpty();
        assertThat(checked.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"control,1", "origin,1", "regional,3", "edge,4"})
    void theNetworkOfNineProcessesHasValidConfigurations(String role, int count) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("config", "check", "--role", role));
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/network"))) {
            files.filter(file -> file.getFileName().toString().matches(role + "(-.*)?\\.yaml"))
                    .forEach(file -> arguments.add(file.toString()));
        }

        Result checked = new CommandRun(folder).run(arguments.toArray(String[]::new));

        assertThat(arguments).hasSize(4 + count);
        assertThat(checked.err()).isEmpty();
        assertThat(checked.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "docs/architecture.md",
                "docs/reference/configuration.md",
                "docs/reference/distribution.md",
                "examples/functions/README.md",
                "examples/network/README.md"
            })
    void whatAPageLinksToExists(String page) throws IOException {
        Path file = ROOT.resolve(page);
        Matcher link = LINK.matcher(Files.readString(file));
        while (link.find()) {
            assertThat(file.resolveSibling(link.group(1))).as(page).exists();
        }
    }

    /** The words after {@code perigee} of each line that starts with it. */
    private static List<String[]> commands(String page) throws IOException {
        return Stream.of("", "sh", "bash")
                .flatMap(language -> blocks(page, language))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("./perigee "))
                .map(line -> WORD.matcher(line)
                        .results()
                        .skip(1)
                        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                        .toArray(String[]::new))
                .toList();
    }

    private static Stream<String> blocks(String page, String language) {
        try {
            return BLOCK.matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .map(block -> block.group(2));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
