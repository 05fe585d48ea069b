package io.perigee.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigReaderTest {

    enum Mode {
        READ_ONLY,
        READ_WRITE
    }

    record Store(
            Path folder,
            @Default("64MiB") ByteSize memory,
            @Default("read-write") Mode mode) {
        Store {
            new ConfigChecks()
                    .that(memory.bytes() >= 1024, "memory", memory, "1KiB or more")
                    .done();
        }
    }

    record Peer(URI url, @Default("30s") Duration timeout) {}

    record Config(
            String name,
            @Default("8080") int port,
            Store store,
            List<Peer> peers,
            Map<String, String> labels,
            @Nullable Duration lease,
            @Default("false") boolean demo) {
        Config {
            if (port < 0) {
                throw new IllegalArgumentException("a port that is not negative");
            }
        }
    }

    record Bounded(
            @Setting(value = "How often.", min = "1s", max = "1h") @Default("5s")
            Duration every,

            @Setting(value = "Its name.", pattern = "[a-z]+", form = "lower-case letters")
            String name,

            @Setting(value = "Who else.", minItems = 1) List<URI> peers,

            @Setting(value = "The port.", min = "1", max = "65535") @Nullable
            Integer port) {}

    private static Config parse(String yaml) {
        return NodeConfigReader.parse("node.yaml", yaml, Path.of("/etc/perigee"), Config.class);
    }

    private static List<String> violations(String yaml) {
        var refusal = catchThrowableOfType(ConfigException.class, () -> parse(yaml));
        return refusal.violations().stream().map(ConfigViolation::toString).toList();
    }

    @Test
    void readsEveryKindOfField() {
        Config config = parse("""
                name: edge-1
                port: 0
                store:
                  folder: cache
                  memory: 1.5GiB
                  mode: read-only
                peers:
                  - url: http://10.0.0.1:7400
                  - {url: "http://10.0.0.2:7400", timeout: 500ms}
                labels: {zone: a}
                lease: 10s
                demo: true
                """);

        assertThat(config)
                .isEqualTo(new Config(
                        "edge-1",
                        0,
                        new Store(Path.of("/etc/perigee/cache"), new ByteSize(3L << 29), Mode.READ_ONLY),
                        List.of(
                                new Peer(URI.create("http://10.0.0.1:7400"), Duration.ofSeconds(30)),
                                new Peer(URI.create("http://10.0.0.2:7400"), Duration.ofMillis(500))),
                        Map.of("zone", "a"),
                        Duration.ofSeconds(10),
                        true));
    }

    @Test
    void takesDefaultsForWhatIsLeftOut() {
        Config config = parse("{name: a, store: {folder: /data}}");

        assertThat(config)
                .isEqualTo(new Config(
                        "a",
                        8080,
                        new Store(Path.of("/data"), new ByteSize(64 << 20), Mode.READ_WRITE),
                        List.of(),
                        Map.of(),
                        null,
                        false));
    }

    @Test
    void reportsEveryViolationAtOnceWithItsPath() {
        assertThat(violations("""
                port: eighty
                colour: red
                store: {memory: 10, mode: fast, folder: x}
                peers:
                  - {url: nowhere}
                  - {timeout: 3 weeks, retries: 2}
                lease: -1s
                labels: [a]
                """))
                .containsExactly(
                        "colour: red (expected: one of the keys name, port, store, peers, labels, lease, demo)",
                        "name: (none) (expected: required: a text)",
                        "port: eighty (expected: a whole number)",
                        "store.mode: fast (expected: one of read-only, read-write)",
                        "peers[0].url: nowhere (expected: a URL such as http://host:port)",
                        "peers[1].retries: 2 (expected: one of the keys url, timeout)",
                        "peers[1].url: (none) (expected: required: a URL such as http://host:port)",
                        "peers[1].timeout: 3 weeks (expected: a duration such as 500ms, 30s, 5m, 1h or 7d)",
                        "labels: [\"a\"] (expected: a map)",
                        "lease: -1s (expected: a duration such as 500ms, 30s, 5m, 1h or 7d)");
    }

    @Test
    void reportsWhatARecordRefusesUnderItsPath() {
        assertThat(violations("{name: a, store: {folder: x, memory: 10}}"))
                .containsExactly("store.memory: 10 (expected: 1KiB or more)");
        assertThat(violations("{name: a, port: -1, store: {folder: x}}"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("(expected: a port that is not negative)");
    }

    @Test
    void holdsValuesToTheirDescriptionsAndQuotesThem() {
        var refusal = catchThrowableOfType(
                ConfigException.class,
                () -> NodeConfigReader.parse(
                        "node.yaml", "{every: 2h, name: A1, peers: [], port: 0}", Path.of("/"), Bounded.class));

        assertThat(refusal.violations())
                .extracting(ConfigViolation::toString)
                .containsExactly(
                        "every: 2h (expected: a duration such as 500ms, 30s, 5m, 1h or 7d; 1s to 1h)",
                        "name: A1 (expected: lower-case letters)",
                        "peers: [] (expected: required: a list of: a URL such as http://host:port (Who else.))",
                        "port: 0 (expected: a whole number; 1 to 65535)");
        assertThat(NodeConfigReader.parse(
                        "node.yaml", "{name: a, peers: ['http://b:1'], port: 80}", Path.of("/"), Bounded.class))
                .isEqualTo(new Bounded(Duration.ofSeconds(5), "a", List.of(URI.create("http://b:1")), 80));
    }

    @Test
    void describesItsKeysAsItReadsThem() {
        assertThat(ConfigKey.of(Bounded.class))
                .extracting(ConfigKey::name, ConfigKey::value, ConfigKey::required)
                .contains(
                        tuple("name", "lower-case letters", true),
                        tuple("peers", "a URL such as http://host:port", true),
                        tuple("port", "a whole number; 1 to 65535", false));
    }

    @Test
    void refusesWhatIsNoYaml() {
        assertThat(violations("name: [a"))
                .hasSize(1)
                .first()
                .asString()
                .contains("at line 1")
                .contains("YAML");
        assertThat(violations("name: a\nname: b"))
                .hasSize(1)
                .first()
                .asString()
                .contains("Duplicate field 'name'")
                .contains("line 2");
        assertThat(violations("- a"))
                .containsExactly(
                        "[\"a\"] (expected: a map with the keys name, port, store, peers, labels, lease, demo)");
    }

    @Test
    void namesTheFileThatCannotBeRead(@TempDir Path folder) {
        Path missing = folder.resolve("absent.yaml");

        assertThatThrownBy(() -> NodeConfigReader.read(missing, Config.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": not valid\n  no such file (expected: an existing file)");
        assertThatThrownBy(() -> NodeConfigReader.read(folder, Config.class)).isInstanceOf(ConfigException.class);
    }

    @Test
    void readsJsonAndResolvesPathsAgainstItsFolder(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(folder.resolve("node.json"), "{\"name\": \"a\", \"store\": {\"folder\": \"data\"}}");

        assertThat(NodeConfigReader.read(file, Config.class).store().folder()).isEqualTo(folder.resolve("data"));
    }

    @Test
    void sizesAreWrittenAsTheyAreRead() {
        for (String size : List.of("0", "512", "64KiB", "20MiB", "3GiB", "1TiB")) {
            assertThat(ByteSize.parse(size)).hasToString(size);
        }
        assertThat(ByteSize.parse("10MB").bytes()).isEqualTo(10_000_000);
        assertThatThrownBy(() -> ByteSize.parse("10 parsecs")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ByteSize.parse("99999999999999999TiB")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesMayNameEnvironmentVariables(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                name: edge-${POD_NAME}-${POD_NAME}
                port: ${PORT}
                store: {folder: "/var/${POD_NAME}"}
                peers: [{url: "http://${PEER}:80"}]
                labels: {plain: "a $ and $${POD_NAME} and $${"}
                """);

        Config config =
                NodeConfigReader.read(file, Config.class, Map.of("POD_NAME", "a$1", "PORT", "80", "PEER", "10.0.0.1"));

        assertThat(config.name()).isEqualTo("edge-a$1-a$1");
        assertThat(config.port()).isEqualTo(80);
        assertThat(config.store().folder()).isEqualTo(Path.of("/var/a$1"));
        assertThat(config.peers().getFirst().url()).isEqualTo(URI.create("http://10.0.0.1:80"));
        assertThat(config.labels()).containsEntry("plain", "a $ and ${POD_NAME} and ${");
    }

    @Test
    void variablesThatAreNotSetAndWhatOnlyLooksLikeOneAreRefused() {
        assertThat(violations("""
                name: ${MISSING}
                port: ${PORT
                store: {folder: "/x"}
                labels: {a: "${1}"}
                """))
                .containsExactly(
                        "name: ${MISSING} (expected: the environment variable MISSING to be set)",
                        "port: ${PORT (expected: ${NAME} with the name of an environment variable, or $${ for these two characters)",
                        "labels.a: ${1} (expected: ${NAME} with the name of an environment variable, or $${ for these two characters)");
    }

    @Test
    void theValueOfAVariableIsNotShownWhenItIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("node.yaml"), "name: a\nport: ${SECRET}\nstore: {folder: /x}\n");

        assertThatThrownBy(() -> NodeConfigReader.read(file, Config.class, Map.of("SECRET", "hunter2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("port: ${SECRET} (expected: a whole number")
                .hasMessageNotContaining("hunter2");
    }

    record Database(
            URI url,

            @Setting(value = "How to get in.", pattern = "[a-z0-9]{8,}", form = "8 letters or digits", secret = true)
            @Nullable
            String password,

            @Default("5") int connections) {
        Database {
            if (connections > 9) {
                throw new IllegalArgumentException("9 connections at most");
            }
        }
    }

    record WithDatabases(@Nullable Database database, List<Database> others) {}

    @Test
    void noRefusalShowsASecretNorWhatMayBeOne() {
        for (String yaml : List.of(
                "database: {url: http://db, password: Hunter2}",
                "database: {url: http://db, pasword: Hunter2}",
                "password: Hunter2",
                "database: Hunter2",
                "database: [Hunter2]",
                "others: {password: Hunter2}",
                "others: [Hunter2]",
                "database: {url: http://db, password: [Hunter2]}",
                "database: {url: http://db, password: \"${Hunter2\"}",
                "others: [{url: http://db, password: hunter22, connections: 10}]")) {
            assertThatThrownBy(() ->
                            NodeConfigReader.parse("node.yaml", yaml, Path.of("/etc/perigee"), WithDatabases.class))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("(not shown)")
                    .message()
                    .doesNotContainIgnoringCase("hunter2");
        }
    }
}
