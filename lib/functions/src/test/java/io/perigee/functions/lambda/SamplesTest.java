package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionReference;
import io.perigee.testkit.Needs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples of {@code examples/functions} answer their events with their expected results. */
class SamplesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples", "functions");
    private static LambdaHost host;

    @BeforeAll
    static void open() {
        Needs.program("node", "nodejs");
        Needs.program("python3", "python3");
        host = LambdaHost.usual();
    }

    @AfterAll
    static void close() {
        if (host != null) {
            host.close();
        }
    }

    static List<String> samples() throws IOException {
        try (Stream<Path> nodejs = Files.list(EXAMPLES.resolve("nodejs"));
                Stream<Path> python = Files.list(EXAMPLES.resolve("python"))) {
            return Stream.concat(nodejs, python)
                    .map(sample -> EXAMPLES.relativize(sample).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleAnswersItsEvents(String sample) throws IOException {
        Path directory = EXAMPLES.resolve(sample);
        Map<String, String> files = new LinkedHashMap<>();
        for (Path file : list(directory)) {
            if (Files.isRegularFile(file)) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        FunctionReference function = host.deploy(
                sample.startsWith("nodejs") ? "nodejs18.x" : "python3.9", files, 128, Duration.ofSeconds(60));
        List<Path> events = list(directory.resolve("events"));
        assertThat(events).isNotEmpty();
        for (Path event : events) {
            String expected = Files.readString(directory.resolve("results").resolve(event.getFileName()));
            assertThat(new JsonObject(host.answer(function, Files.readString(event))))
                    .as(event.toString())
                    .isEqualTo(new JsonObject(expected));
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
