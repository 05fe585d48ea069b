package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

    private static final Path PAGE = Path.of("../../docs/reference/cli.md");

    @Test
    void theReferencePageInTheRepositoryIsWhatTheCommandsSay() throws IOException {
        String expected = ReferencePage.of(CommandLines.of(Terminal.ofProcess()));
        if ("write".equals(System.getProperty("perigee.reference"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }

        String actual = Files.exists(PAGE) ? Files.readString(PAGE) : "";

        assertThat(actual)
                .as("docs/reference/cli.md is out of date; write it anew with:"
                        + " mvn test -pl lib/cli -am -Dtest=ReferencePageTest -Dperigee.reference=write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(expected);
    }
}
