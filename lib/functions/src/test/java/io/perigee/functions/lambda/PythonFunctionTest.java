package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionReference;
import io.perigee.functions.RequestResult;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Python handlers as Lambda runs them. */
class PythonFunctionTest {
    private static LambdaHost host;

    @BeforeAll
    static void open() {
        Needs.program("python3", "python3");
        host = LambdaHost.usual();
    }

    @AfterAll
    static void close() {
        if (host != null) {
            host.close();
        }
    }

    private static FunctionReference python(String code) {
        return host.deploy("python3.9", "index.py", code);
    }

    @Test
    void aHandlerAnswersPayloadsOneAfterTheOther() {
        FunctionReference function = python("""
            calls = 0
            def handler(event, context):
                global calls
                calls += 1
                return {"hello": event["name"], "calls": calls, "ä": "€"}
            """);
        assertThat(host.answer(function, "{\"name\":\"you\"}"))
                .isEqualTo("{\"hello\": \"you\", \"calls\": 1, \"ä\": \"€\"}");
        assertThat(host.answer(function, "{\"name\":\"me\"}")).contains("\"calls\": 2");
    }

    @Test
    void theContextIsComplete() {
        FunctionReference function = python("""
            def handler(event, context):
                return dict(context.__dict__, left=context.get_remaining_time_in_millis())
            """);
        JsonObject context = new JsonObject(host.answer(function, "{}"));
        assertThat(context.getString("function_name")).isEqualTo(function.name());
        assertThat(context.getString("function_version")).isEqualTo("1");
        assertThat(context.getString("memory_limit_in_mb")).isEqualTo("128");
        assertThat(context.getString("aws_request_id")).matches("[0-9a-f-]{36}");
        assertThat(context.getString("invoked_function_arn")).endsWith(":function:" + function);
        assertThat(context.getString("log_group_name")).isEqualTo("/aws/lambda/" + function.name());
        assertThat(context.getInteger("left")).isBetween(1, 60_000);
    }

    @Test
    void whatIsRaisedIsTheErrorOfTheCallWithTheHandlersStack() {
        FunctionReference function = python("""
            def handler(event, context):
                return deeper()
            def deeper():
                raise KeyError("no")
            """);
        JsonObject error = new JsonObject(host.error(function, "{}"));
        assertThat(error.getString("errorType")).isEqualTo("KeyError");
        assertThat(error.getString("errorMessage")).isEqualTo("'no'");
        assertThat(error.getJsonArray("stackTrace").getString(0)).contains("index.py", "line 2, in handler");
        assertThat(error.getJsonArray("stackTrace")).hasSize(2);
    }

    @Test
    void aModuleThatCannotBeImportedIsAnErrorOfTheInitialisation() {
        FunctionReference function = python("import nothing_of_that_name\n");
        assertThat(host.error(function, "{}"))
                .contains("Runtime.ImportModuleError", "No module named 'nothing_of_that_name'");
    }

    @Test
    void aHandlerThatIsMissingIsAnErrorOfTheInitialisation() {
        assertThat(host.error(python("x = 1\n"), "{}"))
                .contains("Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'");
    }

    @Test
    void whatIsPrintedAndLoggedIsTold() {
        FunctionReference function = python("""
            import logging
            def handler(event, context):
                print("printed")
                logging.getLogger().warning("logged %s", 1)
                return context.aws_request_id
            """);
        String requestId = host.answer(function, "{}").replace("\"", "");
        Await.until(
                "the report",
                () -> host.reports().stream()
                        .anyMatch(report -> report.requestId().equals(requestId)));
        assertThat(host.lines())
                .containsSubsequence(
                        "START RequestId: " + requestId + " Version: 1", "printed", "END RequestId: " + requestId)
                .anyMatch(line -> line.startsWith("[WARNING]\t") && line.endsWith("Z\t" + requestId + "\tlogged 1"));
    }

    @Test
    void aHandlerThatLogsForTheFirstTimeInACallHasTheSameFormat() {
        FunctionReference function = python("""
            def handler(event, context):
                from logging.handlers import MemoryHandler
                from logging import getLogger
                getLogger("deep").error("late")
                return context.aws_request_id
            """);
        String requestId = host.answer(function, "{}").replace("\"", "");
        Await.until(
                "the line",
                () -> host.lines().stream()
                        .anyMatch(line -> line.startsWith("[ERROR]\t") && line.endsWith("Z\t" + requestId + "\tlate")));
    }

    @Test
    void aFileOfThePackageCannotTakeTheLoggersPlace() {
        FunctionReference function = host.deploy(
                "python3.9",
                Map.of(
                        "index.py",
                        "import logging\ndef handler(event, context):\n    return len(logging.getLogger().handlers)\n",
                        "logging.py",
                        "raise Exception('not this one')"),
                128,
                Duration.ofSeconds(60));
        assertThat(host.answer(function, "{}")).isEqualTo("1");
    }

    @Test
    void anEventOfARequestIsAnsweredByAGeneratedResponse() {
        FunctionReference function = python("""
            def handler(event, context):
                request = event["Records"][0]["cf"]["request"]
                return {"status": 302, "statusDescription": "Found",
                        "headers": {"location": [{"key": "Location", "value": "/to" + request["uri"]}]}}
            """);
        assertThat(host.request(function, EventBuilder.originRequest("/a").toRequestEvent()))
                .isInstanceOfSatisfying(RequestResult.Respond.class, result -> {
                    assertThat(result.response().status()).isEqualTo(302);
                    assertThat(result.response().header("location")).contains("/to/a");
                });
    }
}
