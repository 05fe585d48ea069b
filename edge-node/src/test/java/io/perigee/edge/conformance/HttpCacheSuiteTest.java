package io.perigee.edge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.delivery.tier.CacheConfig;
import io.perigee.edge.StandAloneEdge;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.Needs;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * The stand-alone edge does on the public HTTP cache suite as it is known to do. {@code -Dperigee.conformance=write} makes what it does now
 * the known, and writes the page anew.
 */
@Conversation
class HttpCacheSuiteTest {

    /** The suite measures real time: on a machine that is busy, a test may need another try. */
    private static final int TRIES = 3;

    private static final Path SOURCES = Path.of("src", "test", "conformance");
    private static final Path RESULTS = SOURCES.resolve("results.json");
    private static final Path REASONS = SOURCES.resolve("not-passed.json");
    private static final Path PAGE = Path.of("..", "docs", "conformance.md");
    private static final boolean WRITES = "write".equals(System.getProperty("perigee.conformance"));

    @Test
    void standAloneEdgeDoesAsKnownOnTheSuite(Vertx vertx) throws IOException, InterruptedException {
        switch (SuitePackages.fetch(SOURCES, Path.of("target", "http-cache-tests"))) {
            case SuitePackages.Fetched.Missing(String why) -> skip(why);
            case SuitePackages.Fetched.Ready(Path folder) -> run(vertx, folder);
        }
    }

    @Test
    void pageSaysWhatIsNotPassedAndWhy() throws IOException {
        ConformancePage page = new ConformancePage(Expectations.read(RESULTS), ConformancePage.reasons(REASONS));
        if (WRITES) {
            Files.writeString(PAGE, page.text());
        }

        assertThat(page.unjustified())
                .as("not passed, and without a reason in " + REASONS)
                .isEmpty();
        assertThat(page.groundless())
                .as("passed, and still with a reason in " + REASONS)
                .isEmpty();
        assertThat(Files.readString(PAGE)).as(PAGE + ", made anew").isEqualTo(page.text());
    }

    private static void run(Vertx vertx, Path folder) throws IOException, InterruptedException {
        Expectations expected =
                WRITES && !Files.exists(RESULTS) ? Expectations.of(List.of()) : Expectations.read(RESULTS);
        Map<String, SuiteResult> results = new LinkedHashMap<>();
        try (SuiteProcess suite = new SuiteProcess(folder)) {
            StandAloneEdge edge = edge(vertx, suite.originPort());
            try {
                String url = "http://127.0.0.1:" + edge.port();
                suite.run(url, null).forEach(result -> results.put(result.id(), result));
                for (int again = 1;
                        again < TRIES && !different(expected, results).isEmpty();
                        again++) {
                    List<String> ids = different(expected, results).stream()
                            .map(SuiteResult::id)
                            .toList();
                    suite.run(url, ids).forEach(result -> results.put(result.id(), result));
                }
            } finally {
                Await.get(edge.stop());
            }
        }
        if (WRITES) {
            Expectations known = Expectations.of(List.copyOf(results.values()));
            known.write(RESULTS);
            Files.writeString(PAGE, new ConformancePage(known, ConformancePage.reasons(REASONS)).text());
        }
        assertThat(different(Expectations.read(RESULTS), results).stream().map(expected::difference))
                .as("tests that came out otherwise; if they shall, -Dperigee.conformance=write")
                .isEmpty();
        assertThat(results.keySet())
                .as("the suite's tests")
                .containsExactlyInAnyOrderElementsOf(
                        Expectations.read(RESULTS).results().keySet());
    }

    private static List<SuiteResult> different(Expectations expected, Map<String, SuiteResult> results) {
        return results.values().stream()
                .filter(result -> !expected.includes(result))
                .toList();
    }

    private static StandAloneEdge edge(Vertx vertx, int originPort) throws IOException {
        StandAloneEdge edge = new StandAloneEdge(
                vertx,
                new StandAloneEdge.Options(
                        ListenerConfig.on(0),
                        ManagementConfig.on(0),
                        URI.create("http://127.0.0.1:" + originPort),
                        false,
                        new CacheConfig(ByteSize.parse("64MiB")),
                        null,
                        2,
                        DrainConfig.quick()));
        Await.get(edge.start());
        return edge;
    }

    private static void skip(String why) {
        String line = "The HTTP cache suite is skipped: " + why;
        TestAbortedException skipped = Needs.missing(line);
        System.out.println(line);
        throw skipped;
    }
}
