package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

    private static final Path PAGES = Path.of("../../docs/reference");

    @Test
    void theCommandLinePageInTheRepositoryIsWhatTheCommandsSay() throws IOException {
        compare("cli.md", ReferencePage.of(CommandLines.of(Terminal.ofProcess())));
    }

    @Test
    void theConfigurationPageInTheRepositoryIsWhatTheConfigurationsSay() throws IOException {
        compare("configuration.md", ConfigurationPage.text());
    }

    private static void compare(String name, String expected) throws IOException {
        Path page = PAGES.resolve(name);
        if ("write".equals(System.getProperty("perigee.reference"))) {
            Files.createDirectories(PAGES);
            Files.writeString(page, expected);
        }

        String actual = Files.exists(page) ? Files.readString(page) : "";

        assertThat(actual)
                .as("docs/reference/" + name + " is out of date; write it anew with:"
                        + " mvn test -pl lib/cli -am -Dtest=ReferencePageTest -Dperigee.reference=write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(expected);
    }
}
