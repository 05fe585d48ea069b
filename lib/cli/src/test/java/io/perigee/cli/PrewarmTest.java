package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrewarmTest {

    private static final String JOBS = "/v1/distributions/site/prewarms";
    private static final String SITE = """
            kind: Distribution
            id: site
            aliases: [www.example.org, '*.example.com']
            origins: [{id: main, domainName: origin.example.org}]
            defaultCacheBehavior: {targetOriginId: main}
            """;

    @TempDir
    private Path home;

    private FakeControlPlane control;
    private CommandRun user;

    @BeforeEach
    void start() {
        control = new FakeControlPlane();
        user = new CommandRun(home)
                .variable("PERIGEE_SERVER", control.url())
                .variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN);
        user.input(SITE).run("apply", "-f", "-");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private static String state(String status, int done, int failed) {
        String samples = failed == 0
                ? ""
                : "{\"edge\": \"e1\", \"path\": \"/b\", \"outcome\": \"failed\", \"reason\": \"status 503\"}";
        return """
                {"id": "P1", "status": "%s", "edges": 2, "requests": 4, "done": %d, "filled": %d, "present": 0,
                 "uncacheable": 0, "failed": %d, "bytes": 10, "samples": [%s]}
                """.formatted(status, done, done - failed, failed, samples);
    }

    private void jobEndsAs(String state) {
        control.reply("POST " + JOBS, 202, state("Running", 0, 0))
                .reply("GET " + JOBS + "/P1?wait=1", 200, state("Running", 1, 0))
                .reply("GET " + JOBS + "/P1?wait=1", 200, state);
    }

    @Test
    void sumsUpWhatWasFilledAndShowsNoProgressToPipes() {
        jobEndsAs(state("Finished", 4, 0));

        CommandRun.Result result = user.run("prewarm", "site", "/a", "/b");

        assertThat(result)
                .isEqualTo(new CommandRun.Result(
                        0, "4 requests at 2 edges in 500ms: 4 filled, 0 already there, 0 uncacheable, 0 failed\n", ""));
    }

    @Test
    void failsWhenSomethingFailedAndSaysWhat() {
        jobEndsAs(state("Finished", 4, 1));

        CommandRun.Result result = user.run("prewarm", "site", "/a", "/b");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("1 failed\n  failed: /b at e1 (status 503)\n");
    }

    @Test
    void jsonIsWhatTheControlPlaneSaysOfEachJob() {
        jobEndsAs(state("Finished", 4, 0));

        assertThat(user.run("prewarm", "site", "/a", "--json").out()).startsWith("[\n  {\n    \"id\" : \"P1\"");
    }

    @Test
    void aControlPlaneThatHasForgottenTheJobIsTold() {
        control.reply("POST " + JOBS, 202, state("Running", 0, 0));

        CommandRun.Result result = user.run("prewarm", "site", "/a");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("does not know this prewarm any more", "the same command again");
    }

    @Test
    void readsSitemapsAndLeavesOtherHostsOut() throws IOException {
        Path file = home.resolve("sitemap.xml.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("""
                    <?xml version="1.0" encoding="UTF-8"?>
                    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                      <url><loc>https://www.example.org/a?b=c&amp;d=e</loc></url>
                      <url><loc>https://www.example.org</loc><lastmod>2026-01-01</lastmod></url>
                      <url><loc>https://shop.example.com/x</loc></url>
                      <url><loc>https://elsewhere.example/y</loc></url>
                    </urlset>
                    """.getBytes(StandardCharsets.UTF_8));
        }
        jobEndsAs(state("Finished", 4, 0));

        CommandRun.Result result = user.run("prewarm", "site", "--from", file.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("1 URLs of other hosts are left out\n");
    }

    @Test
    void tellsWhatIsWrongBeforeItAsks() throws IOException {
        Path file = Files.writeString(home.resolve("page.html"), "<html></html>");

        assertThat(user.run("prewarm", "site").exitCode()).isEqualTo(2);
        assertThat(user.run("prewarm", "site", "/a", "--header", "x").err()).contains("expected: 'NAME: VALUE'");
        assertThat(user.run("prewarm", "site", "--from", file.toString()).err())
                .contains("its root is <html>, not <urlset> or <sitemapindex>");
        assertThat(user.run("prewarm", "site", "--from", "no-such-file").exitCode())
                .isEqualTo(2);
        assertThat(control.changes()).noneMatch(change -> change.startsWith("POST"));
    }
}
