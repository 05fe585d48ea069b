package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionAliasTest {

    private static final String LIVE = "/v1/functions/resize/aliases/live";

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
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void anAliasIsCreatedWhereThereIsNoneAndMovedByItsEntityTagWhereThereIsOne() {
        CommandRun.Result created = user.run("functions", "alias", "set", "resize", "live", "--version", "3");
        CommandRun.Result moved =
                user.run("functions", "alias", "set", "resize", "live", "--version", "3", "--weight", "4=0.1");

        assertThat(created).isEqualTo(new CommandRun.Result(0, "alias/resize/live created: version 3\n", ""));
        assertThat(moved).isEqualTo(new CommandRun.Result(0, "alias/resize/live set: version 3, weights 4=0.1\n", ""));
        assertThat(control.changes()).first().isEqualTo("PUT " + LIVE + " *");
        assertThat(control.changes()).last().asString().startsWith("PUT " + LIVE + " \"");
    }

    @Test
    void aliasesAreListed() {
        control.reply(
                "GET /v1/functions/resize/aliases",
                200,
                "{\"items\": [{\"name\": \"live\", \"functionVersion\": \"3\", \"status\": \"Deployed\","
                        + " \"updatedAt\": \"now\", \"routingConfig\": {\"additionalVersionWeights\": {\"4\": 0.1}},"
                        + " \"description\": \"\"}]}");

        assertThat(user.run("functions", "alias", "list", "resize").out()).isEqualTo("""
                        ALIAS  VERSION  WEIGHTS  STATUS    UPDATED  DESCRIPTION
                        live   3        4=0.1    Deployed  now      -
                        """);
    }

    @Test
    void deployMovesAnAliasToWhatItPublished() throws IOException {
        Path script = Files.writeString(home.resolve("f.js"), "function handler(event) {}");
        control.reply(
                "PUT /v1/functions/resize?runtime=cloudfront-js-2.0",
                201,
                "{\"version\": 7, \"runtime\": \"cloudfront-js-2.0\", \"handler\": \"handler\"}");

        assertThat(user.run("functions", "deploy", "resize", "--package", script.toString(), "--alias", "live"))
                .isEqualTo(new CommandRun.Result(0, """
                        function/resize version 7 published (cloudfront-js-2.0, handler)
                        alias/resize/live set: version 7
                        """, ""));
    }

    @Test
    void createAsksForANewFunction() throws IOException {
        Path script = Files.writeString(home.resolve("f.js"), "function handler(event) {}");
        control.reply("PUT /v1/functions/resize?runtime=cloudfront-js-2.0", 412, "{\"detail\": \"there is one\"}");

        assertThat(user.run("functions", "create", "resize", "--package", script.toString())
                        .exitCode())
                .isNotZero();
        assertThat(control.changes()).containsExactly("PUT /v1/functions/resize?runtime=cloudfront-js-2.0 *");
    }

    @Test
    void oneVersionIsDeleted() {
        control.reply("DELETE /v1/functions/resize/versions/3", 204, "");

        assertThat(user.run("functions", "delete", "resize", "--version", "3", "--yes"))
                .isEqualTo(new CommandRun.Result(0, "function/resize version 3 deleted\n", ""));
    }
}
