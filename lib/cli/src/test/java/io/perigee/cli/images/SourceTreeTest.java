package io.perigee.cli.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What images say of where their sources are. */
class SourceTreeTest {

    @ParameterizedTest
    @CsvSource({
        "https://code.example/cdn/perigee.git, https://code.example/cdn/perigee",
        "https://user:secret@code.example/cdn/perigee, https://code.example/cdn/perigee",
        "http://code.example:8443/perigee.git/, https://code.example/perigee",
        "ssh://git@code.example:22/cdn/perigee.git, https://code.example/cdn/perigee",
        "git@code.example:cdn/perigee.git, https://code.example/cdn/perigee",
        "/srv/git/perigee.git, ''",
        "../perigee, ''",
        "file:///srv/git/perigee.git, ''",
        "'', ''"
    })
    void aPlaceIsShownWithoutWhoFetchesFromIt(String remote, String shown) {
        assertThat(SourceTree.publicUrl(remote)).isEqualTo(shown);
    }
}
