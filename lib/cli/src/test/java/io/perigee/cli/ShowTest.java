package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowTest {

    private static final String SITE = """
            kind: Distribution
            id: %s
            aliases: [%s, b.example.org]
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
        user.input(SITE.formatted("site", "a.example.org")).run("apply", "-f", "-");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void listsAsAnAlignedTable() {
        user.input(SITE.formatted("s2", "long-name.example.org").replace(", b.example.org", ""))
                .run("apply", "-f", "-");

        CommandRun.Result result = user.run("get", "distributions");

        assertThat(result.out()).isEqualTo("""
                        ID    STATUS    ENABLED  ALIASES                      ORIGINS  UPDATED
                        s2    Deployed  true     long-name.example.org        1        2026-11-21T10:00:00Z
                        site  Deployed  true     a.example.org,b.example.org  1        2026-11-21T10:00:00Z
                        """);
    }

    @Test
    void jsonIsAListOrOneObjectWithTheStatus() {
        assertThat(user.run("get", "distributions", "-o", "json").out())
                .startsWith("[\n  {\n    \"id\" : \"site\",")
                .contains("\"status\" : \"Deployed\"");
        assertThat(user.run("get", "distribution", "site", "-o", "json").out()).startsWith("{\n  \"id\"");
    }

    @Test
    void yamlIsWhatApplyTakes() throws IOException {
        Path file = home.resolve("all.yaml");
        Files.writeString(file, user.run("get", "distributions", "-o", "yaml").out());

        assertThat(user.run("apply", "-f", file.toString()).out()).isEqualTo("distribution/site unchanged\n");
    }

    @Test
    void describeShowsWhatTheNetworkAddsAsComments() {
        CommandRun.Result result = user.run("describe", "distribution/site");

        assertThat(result.out()).contains("# status: Deployed\n", "\nid: site\n");
        assertThat(user.input(result.out()).run("apply", "-f", "-").out()).isEqualTo("distribution/site unchanged\n");
    }

    @Test
    void deletesInTheStateThatItSawAndOnlyWhenToldTo() {
        CommandRun.Result refused = user.run("delete", "distribution/site");
        CommandRun.Result deleted = user.run("delete", "distribution/site", "--yes");
        CommandRun.Result gone = user.run("delete", "distribution/site", "--yes");

        assertThat(refused)
                .isEqualTo(new CommandRun.Result(
                        1, "", "perigee: distribution/site was not deleted\n  --yes deletes without asking\n"));
        assertThat(deleted.out()).isEqualTo("distribution/site deleted\n");
        assertThat(control.changes().getLast()).matches("DELETE /v1/distributions/site \"-?\\d+\"");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).isEqualTo("perigee: distribution/site: Not found (404)\n");
    }

    @Test
    void asksAPersonBeforeItDeletes() {
        CommandRun.Result result = user.interactive().input("y\n").run("delete", "distribution/site");

        assertThat(result.err()).isEqualTo("Delete distribution/site? [y/N] ");
        assertThat(result.out()).isEqualTo("distribution/site deleted\n");
    }

    @Test
    void anUnknownKindNamesThoseThatThereAre() {
        assertThat(user.run("get", "distributons").err()).contains("\"distributons\" is no kind", "cache-policies");
        assertThat(user.run("describe", "site").err())
                .contains("\"site\" does not name anything", "expected: distribution/ID");
        assertThat(user.run("get", "invalidations").exitCode()).isEqualTo(2);
    }

    @Test
    void anInvalidationIsWaitedForUntilCompleted() {
        control.reply("POST /v1/distributions/site/invalidations", 202, "{\"id\": \"I1\", \"status\": \"InProgress\"}")
                .reply(
                        "GET /v1/distributions/site/invalidations/I1?wait=2",
                        200,
                        "{\"id\": \"I1\", \"status\": \"Completed\"}");

        CommandRun.Result result = user.run("invalidate", "site", "/a", "/img/*", "--wait");

        assertThat(result)
                .isEqualTo(new CommandRun.Result(
                        0, "invalidation/site/I1 accepted\ninvalidation/site/I1 completed after 500ms\n", ""));
    }

    @Test
    void deploysAJar() throws IOException {
        Path jar = Files.writeString(home.resolve("f.jar"), "jar");
        control.reply(
                "PUT /v1/functions/ab-test?runtime=java-verticle&handler=com.example.AbTest",
                201,
                "{\"name\": \"ab-test\", \"version\": 3, \"runtime\": \"java-verticle\", \"handler\": \"com.example.AbTest\"}");

        CommandRun.Result result =
                user.run("functions", "deploy", "ab-test", "--jar", jar.toString(), "--entry", "com.example.AbTest");

        assertThat(result)
                .isEqualTo(new CommandRun.Result(
                        0, "function/ab-test version 3 published (java-verticle, com.example.AbTest)\n", ""));
    }

    @Test
    void deploysAScriptAsACloudFrontFunctionAndAZipAsWhatIsSaid() throws IOException {
        Path script = Files.writeString(home.resolve("f.js"), "function handler(event) {}");
        Path zip = Files.writeString(home.resolve("f.zip"), "zip");
        String published = "{\"version\": 1, \"runtime\": \"%s\", \"handler\": \"%s\"}";
        control.reply(
                "PUT /v1/functions/js?runtime=cloudfront-js-2.0",
                201,
                published.formatted("cloudfront-js-2.0", "handler"));
        control.reply(
                "PUT /v1/functions/resize?runtime=nodejs22.x&memorySize=1024&timeout=30",
                201,
                published.formatted("nodejs22.x", "index.handler"));

        assertThat(user.run("functions", "deploy", "js", "--package", script.toString())
                        .out())
                .isEqualTo("function/js version 1 published (cloudfront-js-2.0, handler)\n");
        assertThat(user.run(
                                "functions",
                                "deploy",
                                "resize",
                                "--package",
                                zip.toString(),
                                "--runtime",
                                "nodejs22.x",
                                "--memory",
                                "1024",
                                "--timeout",
                                "30")
                        .out())
                .isEqualTo("function/resize version 1 published (nodejs22.x, index.handler)\n");
        assertThat(user.run("functions", "deploy", "resize", "--package", zip.toString())
                        .err())
                .contains("--runtime is needed for f.zip", "nodejs22.x, nodejs24.x, python3.9");
    }

    @Test
    void emptyListsSaySoWithoutDisturbingAPipe() {
        assertThat(user.run("get", "functions")).isEqualTo(new CommandRun.Result(0, "", "no functions\n"));
        assertThat(user.run("get", "functions", "-o", "json").out()).isEqualTo("[ ]\n");
    }
}
