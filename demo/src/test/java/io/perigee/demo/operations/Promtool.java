package io.perigee.demo.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own tool, where Debian's package {@code prometheus} is installed. */
final class Promtool {

    private Promtool() {}

    /** Skips the test that calls it where there is none; in CI it fails. */
    static void needed() {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        if (!there && "true".equals(System.getenv("PERIGEE_CI"))) {
            throw new AssertionError("promtool is missing");
        }
        assumeTrue(there, "promtool is not installed (Debian: prometheus)");
    }

    /** Runs it; it must find nothing wrong. */
    static void succeeds(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
