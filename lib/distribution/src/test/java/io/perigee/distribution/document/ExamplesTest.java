package io.perigee.distribution.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Resource;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.References;
import io.perigee.distribution.routing.DistributionRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    private static final Path FOLDER = Path.of("../../examples/distributions");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValidAndReadsBackFromItsOwnYaml(Path example) {
        List<Resource> resources = read(example);

        for (Resource resource : resources) {
            assertThat(Documents.parseAll(Documents.toYaml((Record) resource)).orThrow())
                    .containsExactly(resource);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleCanBeAppliedAndRouted(Path example) {
        NetworkConfig config = NetworkConfig.EMPTY;
        for (String function : List.of("ab-test", "security-headers", "sign-request", "resize")) {
            for (int version = 1; version <= 3; version++) {
                config = config.with(
                        config.sequence() + 1,
                        new Change.FunctionPublished(FunctionVersion.verticle(
                                function, version, "0".repeat(64), 1, "com.example.Function")));
            }
        }
        for (Resource resource : read(example)) {
            Change change = Change.applied(resource);
            assertThat(References.check(config, change)).isEmpty();
            config = config.with(config.sequence() + 1, change);
        }

        DistributionRouting routing = DistributionRouting.of(config);

        assertThat(routing.unresolved()).isEmpty();
        assertThat(routing.forHost("localhost:8081")).isNotNull();
    }

    @Test
    void theFullExampleNamesEveryFieldOfEveryResource() throws IOException {
        String text = Files.readString(FOLDER.resolve("full.yaml"));
        Set<String> missing = new HashSet<>();
        Documents.resourceKinds().values().forEach(type -> collect(type, text, missing));

        // reportUri cannot stand beside modeBlock.
        assertThat(missing).containsExactly("reportUri");
    }

    @Test
    void theMinimalExampleHasTheDefaultsThatTheReferenceGives() {
        Distribution distribution =
                (Distribution) read(FOLDER.resolve("minimal.yaml")).getFirst();

        assertThat(distribution.enabled()).isTrue();
        assertThat(distribution.defaultCacheBehavior().cachePolicyId()).isEqualTo("Managed-CachingOptimized");
        assertThat(distribution.origins().getFirst().connectionAttempts()).isEqualTo(3);
    }

    private static void collect(Class<?> type, String text, Set<String> missing) {
        for (Shape.Field field : Shape.of(type).fields()) {
            if (!text.contains(field.name() + ":")) {
                missing.add(field.name());
            }
            if (field.item().isRecord()) {
                collect(field.item(), text, missing);
            }
        }
    }

    private static List<Resource> read(Path example) {
        try {
            return Documents.parseAll(Files.readString(example)).orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
