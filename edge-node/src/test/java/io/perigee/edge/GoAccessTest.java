package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Needs;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** <a href="https://goaccess.io">GoAccess</a>, told that it reads CloudFront's logs, counts the requests that were made. */
@Conversation
class GoAccessTest {

    private static final int HITS = 20;
    private static final int MISSING = 3;

    @TempDir
    private Path folder;

    @BeforeAll
    static void goAccess() {
        Needs.program("goaccess", "goaccess");
    }

    @Test
    void countsEveryRequestByItsUrlItsStatusAndItsBytes(Vertx vertx, FakeOrigin origin, Viewer viewer)
            throws IOException, InterruptedException {
        origin.on("/page", Answer.ok("x".repeat(1_000)).with("Cache-Control", "max-age=60"));
        long bytes;
        try (LoggedEdge edge = new LoggedEdge(vertx, origin, folder)) {
            for (int i = 0; i < HITS; i++) {
                viewer.send(edge.get("/page").with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"));
            }
            for (int i = 0; i < MISSING; i++) {
                viewer.send(edge.get("/missing?n=" + i));
            }
            viewer.send(edge.get("/secure/a").with("Referer", "https://example.com/"));
            bytes = edge.logged(HITS + MISSING + 1).stream()
                    .mapToLong(request -> Long.parseLong(request.getOrDefault("sc-bytes", "")))
                    .sum();
        }

        JsonNode report = report(folder.resolve("access.log"));

        assertThat(report.at("/general/total_requests").asInt()).isEqualTo(HITS + MISSING + 1);
        assertThat(report.at("/general/valid_requests").asInt()).isEqualTo(HITS + MISSING + 1);
        assertThat(report.at("/general/failed_requests").asInt()).isZero();
        assertThat(report.at("/general/unique_visitors").asInt()).isPositive();
        assertThat(report.at("/general/bandwidth").asLong()).isEqualTo(bytes);
        // It appends the query to each URL, also where CloudFront's format has the hyphen of one that is absent.
        assertThat(hits(report.at("/requests/data"))).containsEntry("/page?-", HITS);
        assertThat(hits(report.at("/not_found/data")).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(MISSING);
        assertThat(statuses(report))
                .containsEntry("200", HITS)
                .containsEntry("404", MISSING)
                .containsEntry("301", 1);
    }

    private static JsonNode report(Path log) throws IOException, InterruptedException {
        Path report = log.resolveSibling("report.json");
        Process process = new ProcessBuilder(
                        "goaccess",
                        log.toString(),
                        "--log-format=CLOUDFRONT",
                        "--no-global-config",
                        "--no-progress",
                        "--output=" + report)
                .redirectErrorStream(true)
                .redirectOutput(log.resolveSibling("goaccess.out").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return new ObjectMapper().readTree(report.toFile());
    }

    private static Map<String, Integer> hits(JsonNode data) {
        Map<String, Integer> hits = new HashMap<>();
        data.forEach(item ->
                hits.merge(item.path("data").asText(), item.at("/hits/count").asInt(), Integer::sum));
        return hits;
    }

    /** GoAccess groups statuses by their class, and names each with its meaning. */
    private static Map<String, Integer> statuses(JsonNode report) {
        Map<String, Integer> statuses = new HashMap<>();
        report.at("/status_codes/data")
                .forEach(group -> hits(group.path("items"))
                        .forEach((name, count) -> statuses.merge(name.substring(0, 3), count, Integer::sum)));
        return statuses;
    }
}
