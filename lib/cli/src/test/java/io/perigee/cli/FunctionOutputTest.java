package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionOutputTest {

    private static final String RETENTION = "/v1/functions/resize/log-retention";
    private static final String LOGS = "GET /v1/functions/resize/logs?since=PT10M";

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

    private static String page(String requestId, String text, String position, boolean more) {
        return """
                {"items": [{"at": "2026-11-22T01:02:03.004Z", "version": 3, "region": "eu", "node": "edge-1",
                            "requestId": "%s", "text": "%s"}], "position": "%s", "more": %s}
                """.formatted(requestId, text, position, more);
    }

    @Test
    void allPagesOfALogArePrintedWithTimePlaceAndVersion() {
        control.reply(LOGS, 200, page("id-1", "START RequestId: id-1 Version: 3", "1.1", true))
                .reply(LOGS + "&position=1.1", 200, page("id-2", "hello", "2.0", false));

        assertThat(user.run("functions", "logs", "resize")).isEqualTo(new CommandRun.Result(0, """
                        2026-11-22T01:02:03.004Z eu/edge-1 [3] START RequestId: id-1 Version: 3
                        2026-11-22T01:02:03.004Z eu/edge-1 [3] id-2 hello
                        """, ""));
    }

    @Test
    void whoFollowsGoesOnWhereThePageEndedUntilThereIsNobodyToAsk() {
        control.reply(LOGS, 200, page("", "one", "1.1", false))
                .reply(LOGS + "&position=1.1&wait=25", 200, "{\"items\": [], \"position\": \"1.1\", \"more\": false}")
                .reply(LOGS + "&position=1.1&wait=25", 200, page("", "two", "2.0", false));

        CommandRun.Result result = user.run("functions", "logs", "resize", "--follow");

        assertThat(result.out().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                .containsExactly("one", "two");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("function/resize: Not found (404)");
    }

    @Test
    void linesAreChosenByTheControlPlaneAndPrintedAsTheyCameInJson() {
        control.reply(
                "GET /v1/functions/resize/logs?since=PT2H&version=3&region=eu&filter=a%20b",
                200, page("id", "a b", "1.1", false));

        CommandRun.Result result = user.run(
                "functions",
                "logs",
                "resize",
                "--since",
                "2h",
                "--version",
                "3",
                "--region",
                "eu",
                "--filter",
                "a b",
                "--json");

        assertThat(result.out())
                .isEqualTo("{\"at\":\"2026-11-22T01:02:03.004Z\",\"version\":3,\"region\":\"eu\",\"node\":\"edge-1\","
                        + "\"requestId\":\"id\",\"text\":\"a b\"}\n");
    }

    @Test
    void howLongALogIsKeptIsShownSetAndTakenAway() {
        control.reply("GET " + RETENTION, 200, "{\"usualRetention\": \"PT168H\"}")
                .reply("GET " + RETENTION, 200, "{\"retentionInDays\": 30, \"usualRetention\": \"PT168H\"}")
                .reply("PUT " + RETENTION, 200, "{\"retentionInDays\": 30, \"usualRetention\": \"PT168H\"}")
                .reply("DELETE " + RETENTION, 204, "");

        assertThat(user.run("functions", "log-retention", "resize").out())
                .isEqualTo("PT168H, as of all functions that have no retention of their own\n");
        assertThat(user.run("functions", "log-retention", "resize").out()).isEqualTo("30 days\n");
        assertThat(user.run("functions", "log-retention", "resize", "--days", "30")
                        .out())
                .isEqualTo("log-retention/resize set: 30 days\n");
        assertThat(user.run("functions", "log-retention", "resize", "--usual").out())
                .isEqualTo("log-retention/resize deleted\n");
        assertThat(user.run("functions", "log-retention", "resize", "--usual", "--days", "3")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatIsPrintedCannotSteerTheTerminal() {
        control.reply(LOGS, 200, page("", "\\u001b[2Jred\\tblue\\rsecond line", "1.1", false));

        assertThat(user.run("functions", "logs", "resize").out())
                .isEqualTo("2026-11-22T01:02:03.004Z eu/edge-1 [3] \uFFFD[2Jred\tblue\n    second line\n");
    }

    @Test
    void usageIsATableWithASumAndWhatItWouldCost() {
        control.reply("GET /v1/function-usage?since=2026-11-01", 200, """
                {"currency": "USD", "items": [
                  {"function": "resize", "version": 3, "tier": "LAMBDA", "day": "2026-11-21", "invocations": 1000000,
                   "errors": 3, "throttles": 2, "averageMillis": 12.346, "p50Millis": 8, "p99Millis": 64,
                   "billedMillis": 13000000, "gigabyteSeconds": 1625.0, "estimatedCost": 0.68126625},
                  {"function": "rewrite", "version": 1, "tier": "CLOUDFRONT_FUNCTION", "day": "2026-11-21",
                   "invocations": 10, "errors": 0, "throttles": 0, "averageMillis": 0.1, "p50Millis": 1, "p99Millis": 1,
                   "billedMillis": 0, "gigabyteSeconds": 0, "estimatedCost": 0.000001}]}""");

        assertThat(user.run("functions", "usage", "--since", "2026-11-01").out())
                .isEqualTo("""
                FUNCTION  VERSION  DAY         INVOCATIONS  ERRORS  THROTTLES  AVG-MS  P99-MS  BILLED-MS  GB-S      EST-USD
                resize    3        2026-11-21  1000000      3       2          12.35   64      13000000   1625.000  0.681266
                rewrite   1        2026-11-21  10           0       0          0.10    1       0          0.000     0.000001
                total     -        -           1000010      3       2          -       -       13000000   1625.000  0.681267
                """);
    }

    @Test
    void usageOfAFunctionThatWasNotUsedSaysSo() {
        control.reply("GET /v1/functions/resize/usage", 200, "{\"currency\": \"USD\", \"items\": []}");

        assertThat(user.run("functions", "usage", "resize")).isEqualTo(new CommandRun.Result(0, "", "no usage\n"));
    }
}
