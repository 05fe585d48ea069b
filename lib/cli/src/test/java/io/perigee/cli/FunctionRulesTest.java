package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionRulesTest {

    private static final String NIGHTLY = "/v1/event-rules/nightly";

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
    void aRuleIsCreatedWhereThereIsNoneAndReplacedByItsEntityTagWhereThereIsOne() {
        String[] put = {"functions", "rules", "put", "nightly", "--schedule", "rate(1 day)", "--function", "tidy"};

        CommandRun.Result created = user.run(put);
        CommandRun.Result replaced = user.run(put);

        assertThat(created).isEqualTo(new CommandRun.Result(0, "rule/nightly created\n", ""));
        assertThat(replaced).isEqualTo(new CommandRun.Result(0, "rule/nightly replaced\n", ""));
        assertThat(control.changes()).first().isEqualTo("PUT " + NIGHTLY + " *");
        assertThat(control.changes()).last().asString().startsWith("PUT " + NIGHTLY + " \"");
    }

    @Test
    void whenARuleIsDueNextIsSaid() {
        control.reply("PUT " + NIGHTLY, 201, "{\"nextDue\": \"2026-11-23T03:30:00Z\"}");

        assertThat(user.run(
                                "functions",
                                "rules",
                                "put",
                                "nightly",
                                "--schedule",
                                "cron(30 3 * * ? *)",
                                "--function",
                                "tidy")
                        .out())
                .isEqualTo("rule/nightly created, due next at 2026-11-23T03:30:00Z\n");
    }

    @Test
    void rulesAreListed() {
        control.reply(
                "GET /v1/event-rules",
                200,
                "{\"items\": [{\"name\": \"announce\", \"document\": {\"eventPattern\": {\"detail-type\": [\"Distribution Deployed\","
                        + " \"Invalidation Completed\"]}, \"function\": \"announce\", \"qualifier\": \"live\","
                        + " \"state\": \"DISABLED\", \"description\": \"tells us\"}},"
                        + " {\"name\": \"nightly\", \"nextDue\": \"then\", \"document\": {\"scheduleExpression\": \"rate(1 day)\","
                        + " \"function\": \"tidy\", \"qualifier\": \"latest\", \"state\": \"ENABLED\"}}]}");

        assertThat(user.run("functions", "rules", "list").out()).isEqualTo("""
                        RULE      WHEN                                          FUNCTION       STATE     NEXT  DESCRIPTION
                        announce  Distribution Deployed,Invalidation Completed  announce:live  DISABLED  -     tells us
                        nightly   rate(1 day)                                   tidy:latest    ENABLED   then  -
                        """);
    }

    @Test
    void aRuleIsDeleted() {
        control.reply("DELETE " + NIGHTLY, 204, "");

        assertThat(user.run("functions", "rules", "delete", "nightly", "--yes"))
                .isEqualTo(new CommandRun.Result(0, "rule/nightly deleted\n", ""));
    }
}
