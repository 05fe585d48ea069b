package io.perigee.distribution.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

    private static final Path PAGE = Path.of("../../docs/reference/distribution.md");

    @Test
    void theReferencePageInTheRepositoryIsWhatTheModelSays() throws IOException {
        String expected = ReferencePage.text();
        if ("write".equals(System.getProperty("perigee.reference"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }

        String actual = Files.exists(PAGE) ? Files.readString(PAGE) : "";

        assertThat(actual)
                .as("docs/reference/distribution.md is out of date; write it anew with:"
                        + " mvn test -pl lib/distribution -Dtest=ReferencePageTest -Dperigee.reference=write")
                .isEqualTo(expected);
    }
}
