package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {

    private static final String SITE = """
            kind: Distribution
            id: site
            aliases: [www.example.org]
            origins:
              - id: main
                domainName: origin.example.org
            defaultCacheBehavior:
              targetOriginId: main
              cachePolicyId: long
            ---
            kind: CachePolicy
            id: long
            minTtl: 1h
            defaultTtl: 1d
            """;

    @TempDir
    private Path folder;

    private FakeControlPlane control;
    private CommandRun user;

    @BeforeEach
    void start() {
        control = new FakeControlPlane();
        user = new CommandRun(folder)
                .variable("PERIGEE_SERVER", control.url())
                .variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void createsPoliciesBeforeTheDistributionsThatUseThemAndOnlyIfTheyAreMissing() {
        CommandRun.Result result = user.input(SITE).run("apply", "-f", "-");

        assertThat(result)
                .isEqualTo(new CommandRun.Result(0, "cache-policy/long created\ndistribution/site created\n", ""));
        assertThat(control.changes()).containsExactly("PUT /v1/cache-policies/long *", "PUT /v1/distributions/site *");
    }

    @Test
    void leavesAloneWhatIsAlreadyAsItsDocumentSays() {
        user.input(SITE).run("apply", "-f", "-");

        CommandRun.Result again = user.input(SITE).run("apply", "-f", "-");

        assertThat(again.out()).isEqualTo("cache-policy/long unchanged\ndistribution/site unchanged\n");
        assertThat(control.changes()).hasSize(2);
    }

    @Test
    void replacesWhatDiffersInTheStateThatItSaw() {
        user.input(SITE).run("apply", "-f", "-");

        CommandRun.Result changed = user.input(SITE.replace("1h", "2h")).run("apply", "-f", "-");

        assertThat(changed.out()).isEqualTo("cache-policy/long changed\ndistribution/site unchanged\n");
        assertThat(control.changes().getLast()).matches("PUT /v1/cache-policies/long \"-?\\d+\"");
    }

    @Test
    void aDryRunShowsTheFieldsThatWouldChangeAndChangesNothing() {
        user.input(SITE).run("apply", "-f", "-");

        CommandRun.Result dry =
                user.input(SITE.replace("1h", "2h").replace("www.", "web.")).run("apply", "-f", "-", "--dry-run");

        assertThat(dry.out()).isEqualTo("""
                        cache-policy/long would be changed
                          minTtl: "1h" -> "2h"
                        distribution/site would be changed
                          aliases[0]: "www.example.org" -> "web.example.org"
                        """);
        assertThat(control.changes()).hasSize(2);
    }

    @Test
    void readsFoldersAndReportsEverythingThatIsWrongInThemBeforeAnythingIsChanged() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), SITE);
        Files.writeString(folder.resolve("b.yml"), SITE.replace("1h", "soon").replace("origins:", "sources:"));
        Files.writeString(folder.resolve("notes.txt"), "not a document");

        CommandRun.Result result = user.run("apply", "-f", folder.toString(), "-f", "missing.yaml");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains(
                        "b.yml: documents[0].sources: ",
                        "b.yml: documents[0].origins: missing",
                        "b.yml: documents[1].minTtl: \"soon\" (expected: ",
                        "missing.yaml: no such file")
                .doesNotContain("notes.txt");
        assertThat(control.changes()).isEmpty();
    }

    @Test
    void refusesTheSameResourceInTwoFiles() throws IOException {
        Path one = Files.writeString(folder.resolve("one.yaml"), SITE);
        Path two = Files.writeString(folder.resolve("two.yaml"), SITE);

        CommandRun.Result result = user.run("apply", "-f", one.toString(), "-f", two.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(two + ": cache-policy/long is in " + one + " as well");
    }

    @Test
    void printsEveryViolationThatTheControlPlaneReportsOnALineOfItsOwn() {
        control.reply("PUT /v1/cache-policies/long", 400, """
                {"title": "Bad Request", "status": 400, "detail": "The request is not valid.", "violations": [
                  {"field": "origins[0].id", "value": "a b", "expected": "letters"},
                  {"field": "aliases[1]", "expected": "a host name"}]}""");

        CommandRun.Result result = user.input(SITE).run("apply", "-f", "-");

        assertThat(result).isEqualTo(new CommandRun.Result(1, "", """
                        perigee: cache-policy/long: The request is not valid (400)
                          origins[0].id: "a b" (expected: letters)
                          aliases[1]: missing (expected: a host name)
                        """));
    }

    @Test
    void waitsUntilDeployedAndShowsPlainLinesMeanwhile() {
        String behind = """
                {"status": "InProgress", "progress": {"applied": %d, "nodes": 3, "lagging": 2, "waitingFor": %s}}""";
        control.reply("GET /v1/distributions/site?wait=2", 200, behind.formatted(1, "[\"edge-1\", \"edge-2\"]"))
                .reply("GET /v1/distributions/site?wait=2", 200, behind.formatted(1, "[\"edge-1\", \"edge-2\"]"))
                .reply("GET /v1/distributions/site?wait=2", 200, behind.formatted(2, "[\"edge-2\", \"edge-3\"]"));

        CommandRun.Result result = user.input(SITE).run("apply", "-f", "-", "--wait");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .endsWith("cache-policy/long deployed after 500ms\ndistribution/site deployed after 2.0s\n");
        assertThat(result.err()).isEqualTo("""
                        waiting for distribution/site: 1 of 3, waiting for edge-1 edge-2
                        waiting for distribution/site: 2 of 3, waiting for edge-2 edge-3
                        """);
    }

    @Test
    void givesUpWaitingAndNamesTheNodesThatLag() {
        control.reply(
                "GET /v1/distributions/site?wait=2",
                200,
                "{\"status\": \"InProgress\", \"progress\": {\"applied\": 2, \"nodes\": 3, \"lagging\": 2, \"waitingFor\": [\"edge-2\"]}}");

        CommandRun.Result result = user.input(SITE).run("apply", "-f", "-", "--wait", "--timeout", "500ms");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).endsWith("""
                        perigee: distribution/site is accepted, but not Deployed on every node after 500ms
                          waiting for edge-2 and 1 more
                        """);
    }
}
