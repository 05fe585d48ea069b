package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.Invocation;
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

/** Node.js handlers as Lambda runs them. */
class NodejsFunctionTest {
    private static LambdaHost host;

    @BeforeAll
    static void open() {
        Needs.program("node", "nodejs");
        host = LambdaHost.usual();
    }

    @AfterAll
    static void close() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void anAsyncHandlerAnswersAPayload() {
        FunctionReference function = host.nodejs("exports.handler = async (event) => ({ hello: event.name, ä: '€' });");
        assertThat(host.answer(function, "{\"name\":\"you\"}")).isEqualTo("{\"hello\":\"you\",\"ä\":\"€\"}");
        assertThat(host.answer(function, "{\"name\":\"again\"}")).isEqualTo("{\"hello\":\"again\",\"ä\":\"€\"}");
    }

    @Test
    void aHandlerWithACallbackAnswersWhenNothingIsLeftToDo() {
        FunctionReference function = host.nodejs("""
            exports.handler = (event, context, callback) => {
              callback(null, event.steps);
              setTimeout(() => event.steps.push('later'), 50);
            };
            """);
        assertThat(host.answer(function, "{\"steps\":[]}")).isEqualTo("[\"later\"]");
    }

    @Test
    void aHandlerThatDoesNotWaitForAnEmptyEventLoopAnswersAtOnce() {
        FunctionReference function = host.nodejs("""
            exports.handler = (event, context, callback) => {
              context.callbackWaitsForEmptyEventLoop = false;
              setTimeout(() => {}, 3600000);
              callback(null, 'now');
            };
            """);
        assertThat(host.answer(function, "{}")).isEqualTo("\"now\"");
        assertThat(host.answer(function, "{}")).isEqualTo("\"now\"");
    }

    @Test
    void aHandlerThatAnswersNothingGivesNull() {
        assertThat(host.answer(host.nodejs("exports.handler = () => {};"), "{}"))
                .isEqualTo("null");
        assertThat(host.answer(host.nodejs("exports.handler = () => new Promise(() => {});"), "{}"))
                .isEqualTo("null");
    }

    @Test
    void thePrecursorsOfTheCallbackWork() {
        assertThat(host.answer(host.nodejs("exports.handler = (e, c) => c.succeed([1]);"), "{}"))
                .isEqualTo("[1]");
        assertThat(host.answer(host.nodejs("exports.handler = (e, c) => c.done(null, 2);"), "{}"))
                .isEqualTo("2");
        assertThat(host.error(host.nodejs("exports.handler = (e, c) => c.fail(new TypeError('no'));"), "{}"))
                .contains("\"errorType\":\"TypeError\"", "\"errorMessage\":\"no\"", "\"trace\":");
    }

    @Test
    void ecmaScriptModulesAreLoaded() {
        assertThat(host.answer(
                        host.deploy("nodejs18.x", "index.mjs", "export const handler = async () => import.meta.url;"),
                        "{}"))
                .contains("index.mjs");
        FunctionReference typed = host.deploy(
                "nodejs18.x",
                Map.of(
                        "package.json",
                        "{\"type\":\"module\"}",
                        "index.js",
                        "import os from 'node:os';\nexport const handler = async () => typeof os.cpus;"),
                128,
                Duration.ofSeconds(60));
        assertThat(host.answer(typed, "{}")).isEqualTo("\"function\"");
    }

    @Test
    void theContextIsComplete() {
        FunctionReference function = host.nodejs("""
            exports.handler = async (event, context) => ({
              ...context, left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID });
            """);
        JsonObject context = new JsonObject(host.answer(function, "{}"));
        assertThat(context.getString("functionName")).isEqualTo(function.name());
        assertThat(context.getString("functionVersion")).isEqualTo("1");
        assertThat(context.getString("memoryLimitInMB")).isEqualTo("128");
        assertThat(context.getString("awsRequestId")).matches("[0-9a-f-]{36}");
        assertThat(context.getString("invokedFunctionArn"))
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:" + function);
        assertThat(context.getString("logGroupName")).isEqualTo("/aws/lambda/" + function.name());
        assertThat(context.getString("logStreamName")).matches("\\d{4}/\\d\\d/\\d\\d/\\[1\\][0-9a-f]{32}");
        assertThat(context.getBoolean("callbackWaitsForEmptyEventLoop")).isTrue();
        assertThat(context.getInteger("left")).isBetween(1, 60_000);
        assertThat(context.getString("trace")).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0");
    }

    @Test
    void nothingOfTheNodesEnvironmentIsThere() {
        FunctionReference function =
                host.nodejs("exports.handler = async () => [Object.keys(process.env).sort(), process.cwd()];");
        assertThat(host.answer(function, "{}"))
                .startsWith("[[\"AWS_DEFAULT_REGION\",\"AWS_EXECUTION_ENV\",\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\"")
                .doesNotContain("HOME", "JAVA")
                .contains("/code/" + function.name());
    }

    @Test
    void whatIsThrownIsTheErrorOfTheCallAndTheEnvironmentGoesOn() {
        FunctionReference function = host.nodejs("""
            let calls = 0;
            exports.handler = async (event) => {
              calls++;
              if (event.fail) { throw new RangeError('too far'); }
              return calls;
            };
            """);
        assertThat(host.error(function, "{\"fail\":true}"))
                .contains("\"errorType\":\"RangeError\"", "\"errorMessage\":\"too far\"");
        assertThat(host.answer(function, "{}")).isEqualTo("2");
    }

    @Test
    void whatIsPrintedIsToldWithTheCallItBelongsTo() {
        FunctionReference function = host.nodejs("""
            exports.handler = async (event, context) => {
              console.log('hello %s', event.name);
              console.error('two\\nlines');
              process.stdout.write('raw');
              return context.awsRequestId;
            };
            """);
        String requestId = host.answer(function, "{\"name\":\"you\"}").replace("\"", "");
        Await.until(
                "the report",
                () -> host.reports().stream()
                        .anyMatch(report -> report.requestId().equals(requestId)));
        assertThat(host.lines())
                .containsSubsequence(
                        "START RequestId: " + requestId + " Version: 1", "raw", "END RequestId: " + requestId)
                .anyMatch(line -> line.endsWith("\t" + requestId + "\tINFO\thello you"))
                .anyMatch(line -> line.endsWith("\t" + requestId + "\tERROR\ttwo\rlines"));
        Invocation report = host.reports().stream()
                .filter(one -> one.requestId().equals(requestId))
                .findFirst()
                .orElseThrow();
        assertThat(report.outcome()).isEqualTo(Invocation.Outcome.SUCCESS);
        assertThat(report.memorySize()).isEqualTo(128);
        assertThat(report.maxMemoryUsed()).isBetween(10, 128);
        assertThat(report.initDuration()).isPresent();
    }

    @Test
    void anEventOfARequestIsAnsweredByTheChangedRequest() {
        FunctionReference function = host.nodejs("""
            exports.handler = async (event) => {
              const request = event.Records[0].cf.request;
              request.uri = '/changed' + request.uri;
              request.headers['x-added'] = [{ key: 'X-Added', value: event.Records[0].cf.config.eventType }];
              return request;
            };
            """);
        assertThat(host.request(function, EventBuilder.viewerRequest("/a?b=c").toRequestEvent()))
                .isInstanceOfSatisfying(RequestResult.Continue.class, result -> {
                    FunctionRequest request = result.request();
                    assertThat(request.uri()).isEqualTo("/changed/a");
                    assertThat(request.querystring()).isEqualTo("b=c");
                    assertThat(request.header("x-added")).contains("viewer-request");
                });
    }

    @Test
    void anEventOfAResponseIsAnsweredByTheChangedResponse() {
        FunctionReference function = host.nodejs("""
            exports.handler = (event, context, callback) => {
              const response = event.Records[0].cf.response;
              response.headers['x-frame-options'] = [{ value: 'DENY' }];
              callback(null, response);
            };
            """);
        assertThat(host.response(function, EventBuilder.viewerResponse("/").toResponseEvent()))
                .isInstanceOfSatisfying(
                        FunctionResponse.class,
                        response ->
                                assertThat(response.header("X-Frame-Options")).contains("DENY"));
    }
}
