package io.perigee.distribution.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.distribution.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What releases have written is read for ever. Each release's records lie in a folder of its name, made by running this class with
 * {@code -Dperigee.record=0.1.0}, and are never changed afterwards:
 *
 * <ul>
 *   <li>{@code changes}: entries of the change log, a line each: the kind, a space, the payload
 *   <li>{@code changes-in-full}: the same with the defaults written out, which must mean the same for ever
 *   <li>{@code config}: a snapshot
 * </ul>
 */
class RecordedFormatsTest {

    private static final Path RECORDS = Path.of("src/test/resources/formats/network");
    private static final @Nullable String RECORD = System.getProperty("perigee.record");

    static List<Path> releases() throws IOException {
        if (RECORD != null) {
            record(RECORDS.resolve(RECORD));
        }
        try (Stream<Path> releases = Files.list(RECORDS)) {
            return releases.sorted().toList();
        }
    }

    private static void record(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Change> changes = NetworkConfigTest.changes().toList();
        Files.write(
                folder.resolve("changes"),
                changes.stream()
                        .map(change -> change.kind() + " " + NetworkFormat.write(change))
                        .toList());
        Files.write(
                folder.resolve("changes-in-full"),
                changes.stream().map(RecordedFormatsTest::inFull).toList());
        Files.writeString(folder.resolve("config"), NetworkFormat.write(NetworkConfigTest.full()) + "\n");
    }

    private static String inFull(Change change) {
        ObjectNode tree = Documents.toJson((Record) change);
        return change.kind() + " " + tree.put("formatVersion", NetworkFormat.VERSION);
    }

    private static Change read(String line) {
        int space = line.indexOf(' ');
        return NetworkFormat.readChange(line.substring(0, space), line.substring(space + 1));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everyEntryThatAReleaseHasWrittenIsReadAndItsDefaultsAreWhatTheyWere(Path release) throws IOException {
        List<String> entries = Files.readAllLines(release.resolve("changes"));
        List<String> inFull = Files.readAllLines(release.resolve("changes-in-full"));
        assertThat(entries).hasSameSizeAs(inFull).isNotEmpty();
        for (int i = 0; i < entries.size(); i++) {
            assertThat(read(entries.get(i))).isEqualTo(read(inFull.get(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everySnapshotThatAReleaseHasWrittenIsRead(Path release) throws IOException {
        NetworkConfig config = NetworkFormat.readConfig(Files.readString(release.resolve("config")));
        assertThat(config.distributions()).isNotEmpty();
        assertThat(NetworkFormat.readConfig(NetworkFormat.write(config))).isEqualTo(config);
    }

    @Test
    void aFieldIsWrittenOnlyWhereItSaysSomethingElseThanItsDefault() {
        for (Change change : NetworkConfigTest.changes().toList()) {
            JsonNode compact = Documents.toCompactJson((Record) change);
            assertThat(compact.toString().length())
                    .isLessThanOrEqualTo(
                            Documents.toJson((Record) change).toString().length());
        }
        Change site = NetworkConfigTest.changes().toList().getFirst();
        assertThat(NetworkFormat.write(site)).doesNotContain("enabled", "comment", "customErrorResponses");
    }
}
