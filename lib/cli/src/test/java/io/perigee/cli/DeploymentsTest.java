package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsTest {

    private static final String ALIAS = "/v1/functions/resize/aliases/live";
    private static final String DEPLOYMENTS = ALIAS + "/deployments";

    @TempDir
    private Path home;

    private FakeControlPlane control;
    private CommandRun user;
    private String script;

    @BeforeEach
    void start() throws IOException {
        control = new FakeControlPlane();
        user = new CommandRun(home)
                .variable("PERIGEE_SERVER", control.url())
                .variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN);
        script = Files.writeString(home.resolve("f.js"), "function handler(event) {}")
                .toString();
        control.reply(
                "PUT /v1/functions/resize?runtime=cloudfront-js-2.0",
                201,
                "{\"version\": 4, \"runtime\": \"cloudfront-js-2.0\", \"handler\": \"handler\"}");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private CommandRun.Result deploy(String... options) {
        String[] all = new String[options.length + 7];
        System.arraycopy(
                new String[] {"functions", "deploy", "resize", "--package", script, "--alias", "live"}, 0, all, 0, 7);
        System.arraycopy(options, 0, all, 7, options.length);
        return user.run(all);
    }

    private void anAliasAt(int version) {
        control.reply("GET " + ALIAS, 200, "{\"name\": \"live\", \"functionVersion\": \"" + version + "\"}");
    }

    private static String state(String status, String event, double weight, String more) {
        return "{\"id\": \"D1\", \"function\": \"resize\", \"alias\": \"live\", \"status\": \"" + status
                + "\", \"lifecycleEvent\": \"" + event
                + "\", \"currentVersion\": \"3\", \"targetVersion\": \"4\", \"createdAt\": \"now\", \"weight\": "
                + weight
                + more
                + ", \"document\": {\"deploymentConfigName\": \"Canary10Percent5Minutes\", \"hooks\": {\"beforeAllowTraffic\": \"check\"}}}";
    }

    @Test
    void deployAsksForTheDeploymentThatItsOptionsDescribe() {
        anAliasAt(3);
        control.reply("POST " + DEPLOYMENTS, 202, state("Created", "Start", 0, ""));

        CommandRun.Result result = deploy(
                "--canary",
                "10%",
                "--for",
                "5m",
                "--pre-traffic",
                "check",
                "--post-traffic",
                "verify:live",
                "--max-error-rate",
                "1",
                "--max-latency",
                "200ms",
                "--max-p99-latency",
                "1s",
                "--min-invocations",
                "50",
                "--bake",
                "2m");

        assertThat(result).isEqualTo(new CommandRun.Result(0, """
                        function/resize version 4 published (cloudfront-js-2.0, handler)
                        deployment D1 of alias/resize/live created: version 3 to 4, Canary10Percent5Minutes
                        """, ""));
        assertThat(control.body("POST " + DEPLOYMENTS))
                .isEqualTo(
                        "{\"functionVersion\":\"4\",\"deploymentConfigName\":\"Canary10Percent5Minutes\","
                                + "\"bakeTime\":\"2m\",\"hooks\":{\"beforeAllowTraffic\":\"check\",\"afterAllowTraffic\":\"verify:live\"},"
                                + "\"alarms\":{\"maxErrorRate\":\"1%\",\"maxAverageLatency\":\"200ms\",\"maxP99Latency\":\"1s\",\"minInvocations\":50}}");
    }

    @Test
    void whoWaitsSeesEachStepAndTheEnd() {
        anAliasAt(3);
        control.reply("POST " + DEPLOYMENTS, 202, state("Created", "Start", 0, ""))
                .reply("GET " + DEPLOYMENTS + "/D1?wait=5", 200, state("InProgress", "BeforeAllowTraffic", 0, ""))
                .reply("GET " + DEPLOYMENTS + "/D1?wait=5", 200, state("InProgress", "AllowTraffic", 0.1, ""))
                .reply("GET " + DEPLOYMENTS + "/D1?wait=5", 200, state("Baking", "AllowTraffic", 1, ""))
                .reply(
                        "GET " + DEPLOYMENTS + "/D1?wait=5",
                        200,
                        state("Succeeded", "End", 1, ", \"endedAt\": \"now\""));

        CommandRun.Result result = deploy("--linear", "25", "--every", "90s", "--wait");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).endsWith("""
                        deployment D1 of alias/resize/live created: version 3 to 4, Linear25PercentEvery90Seconds
                        deployment D1 of alias/resize/live succeeded after 2.5s: all calls go to version 4
                        """);
        assertThat(result.err()).isEqualTo("""
                        alias/resize/live: 0 of 100, version 4 is next
                        alias/resize/live: 0 of 100, asking check
                        alias/resize/live: 10 of 100, version 4 has 10% of the calls
                        alias/resize/live: 100 of 100, version 4 has 100% of the calls
                        """);
    }

    @Test
    void aDeploymentThatFailsIsAFailureWithItsReason() {
        anAliasAt(3);
        control.reply("POST " + DEPLOYMENTS, 202, state("Created", "Start", 0, ""))
                .reply(
                        "GET " + DEPLOYMENTS + "/D1?wait=5",
                        200,
                        state(
                                "Failed",
                                "End",
                                0,
                                ", \"endedAt\": \"now\", \"errorInformation\": {\"code\": \"ALARM_ACTIVE\", \"message\": \"Version 4 failed.\"}"));

        CommandRun.Result result = deploy("--canary", "10", "--wait");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("deployment D1 of alias/resize/live failed after", "(ALARM_ACTIVE)", "Version 4 failed.");
    }

    @Test
    void whoDoesNotWantToWaitLongerIsToldThatItGoesOn() {
        anAliasAt(3);
        control.reply("POST " + DEPLOYMENTS, 202, state("Created", "Start", 0, ""));
        for (int i = 0; i < 5; i++) {
            control.reply("GET " + DEPLOYMENTS + "/D1?wait=5", 200, state("InProgress", "AllowTraffic", 0.1, ""));
        }

        CommandRun.Result result = deploy("--canary", "10", "--wait", "--wait-timeout", "2s");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "deployment D1 has not ended after 2.0s",
                        "goes on; to see it: perigee functions deployments get resize live D1");
    }

    @Test
    void anAliasThatIsNotThereIsCreatedAndOneThatIsThereAlreadyStays() {
        assertThat(deploy("--canary", "10").out()).endsWith("alias/resize/live set: version 4\n");

        control.reply(
                "PUT /v1/functions/resize?runtime=cloudfront-js-2.0",
                200,
                "{\"version\": 4, \"runtime\": \"cloudfront-js-2.0\", \"handler\": \"handler\"}");
        anAliasAt(4);
        assertThat(deploy("--canary", "10").out()).endsWith("alias/resize/live is at version 4 already\n");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefusedBeforeAnythingIsPublished() {
        assertThat(deploy("--canary", "10", "--linear", "10").err()).contains("--canary and --linear are both given");
        assertThat(deploy("--for", "5m").err()).contains("--for is given without --canary");
        assertThat(deploy("--canary", "0.5%").err()).contains("expected: 1% to 99%");
        assertThat(deploy("--canary", "10", "--for", "1500ms").err()).contains("expected: whole seconds");
        assertThat(user.run("functions", "deploy", "resize", "--package", script, "--canary", "10")
                        .err())
                .contains("--alias is missing");
        assertThat(control.changes()).isEmpty();
    }

    @Test
    void deploymentsAreListedShownAndStopped() {
        String running = state("InProgress", "AllowTraffic", 0.1, "");
        for (int i = 0; i < 3; i++) {
            control.reply("GET " + DEPLOYMENTS, 200, "{\"items\": [" + running + "]}");
        }
        String table = """
                        ID  STATUS      VERSIONS  SHARE  CONFIG                   CREATED  NOTE
                        D1  InProgress  3 -> 4    10%    Canary10Percent5Minutes  now      version 4 has 10% of the calls
                        """;
        assertThat(user.run("functions", "deployments", "list", "resize", "live")
                        .out())
                .isEqualTo(table);
        assertThat(user.run("functions", "deployments", "get", "resize", "live").out())
                .isEqualTo(table);
        control.reply(
                "POST " + DEPLOYMENTS + "/D1/stop?rollback=true",
                200,
                state("Stopped", "End", 0, ", \"errorInformation\": {\"message\": \"Stopped at 10%.\"}"));
        assertThat(user.run("functions", "deployments", "stop", "resize", "live")
                        .out())
                .isEqualTo("deployment D1 stopped: Stopped at 10%.\n");
    }

    @Test
    void createWaitsUntilEveryNodeHasTheVersion() {
        control.reply(
                "GET /v1/functions/resize?wait=2", 200, "{\"versions\": [{\"version\": 4, \"status\": \"Deployed\"}]}");

        CommandRun.Result result = user.run("functions", "create", "resize", "--package", script, "--wait");

        assertThat(result.out()).endsWith("function/resize version 4 deployed after 500ms\n");
    }
}
