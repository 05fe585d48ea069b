package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.control.store.StoreConfig;
import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlConfigTest {

    private static final Path FOLDER = Path.of("/etc/perigee");

    private static ControlConfig parse(String yaml) {
        return NodeConfigReader.parse("control.yaml", yaml, FOLDER, ControlConfig.class);
    }

    @Test
    void twoLinesAreEnough() {
        ControlConfig config = parse("data: data\nkeyFile: network.keys\n");
        assertThat(config.api().port()).isEqualTo(7400);
        assertThat(config.router().port()).isEqualTo(7600);
        assertThat(config.cluster().port()).isEqualTo(5701);
        assertThat(config.cluster().terms().length()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.store()).isEqualTo(new StoreConfig.Embedded(FOLDER.resolve("data/control.db")));
        assertThat(config.tokens().share()).isTrue();
    }

    @Test
    void everythingThatIsWrongIsNamed() {
        assertThatThrownBy(() -> parse("""
                        data: data
                        keyFile: network.keys
                        colour: red
                        cluster: {lease: 3s, renewEvery: 2s}
                        router: {trustedProxies: [everybody], continents: {XX: eu}}
                        postgresql: {url: 'mysql://db'}
                        """))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refusal -> assertThat(refusal.violations())
                                .extracting(violation -> violation.field())
                                .contains(
                                        "colour",
                                        "cluster.renewEvery",
                                        "router.trustedProxies",
                                        "router.continents",
                                        "postgresql.url"));
    }

    @Test
    void theCommandLineFindsTheTokenWhereItsConfigurationIs() {
        assertThat(CredentialPart.folder(null, Map.of("XDG_CONFIG_HOME", "/x")))
                .isEqualTo(Path.of("/x/perigee/credentials"));
        assertThat(CredentialPart.folder(Path.of("/y"), Map.of())).isEqualTo(Path.of("/y"));
        assertThat(CredentialPart.reachableHost("0.0.0.0")).isEqualTo("127.0.0.1");
    }

    @Test
    void thePasswordOfADatabaseMayBeInAFileAndIsNeverShown() {
        ControlConfig config = parse("""
                data: d
                keyFile: k
                postgresql: {url: 'jdbc:postgresql://db/perigee', username: perigee, passwordFile: db/password}
                """);
        assertThat(config.store())
                .isEqualTo(new StoreConfig.PostgreSql(
                        "jdbc:postgresql://db/perigee",
                        "perigee",
                        new StoreConfig.Password.InFile(FOLDER.resolve("db/password"))));

        for (String database : List.of(
                "{url: 'jdbc:postgresql://db/perigee', password: hunter2, passwordFile: f}",
                "{url: 'jdbc:postgresql://db/perigee?user=a&password=hunter2'}",
                "{url: 'jdbc:postgresql://db/perigee', passwd: hunter2}")) {
            assertThatThrownBy(() -> parse("data: d\nkeyFile: k\npostgresql: " + database))
                    .isInstanceOf(ConfigException.class)
                    .message()
                    .doesNotContain("hunter2");
        }
        assertThat(parse("data: d\nkeyFile: k\npostgresql: {url: 'jdbc:postgresql://db/p', password: hunter2}")
                        .toString())
                .doesNotContain("hunter2");
    }
}
