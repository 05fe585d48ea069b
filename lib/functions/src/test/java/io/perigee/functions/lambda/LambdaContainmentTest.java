package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.Invocation.Outcome;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestResult;
import io.perigee.functions.lambda.process.ProcessTable;
import io.perigee.functions.lambda.process.SandboxLimits;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What handlers do that they should not: each call fails as documented, nothing is left, and the next call is served. */
class LambdaContainmentTest {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static LambdaHost host;

    @BeforeAll
    static void open() {
        Needs.program("node", "nodejs");
        host = new LambdaHost(settings -> settings.withTimeouts(
                        Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMillis(100))
                .withLimits(64 * 1024, new SandboxLimits(8 << 20, 200, 256)));
    }

    @AfterAll
    static void close() {
        if (host != null) {
            host.close();
        }
    }

    private static FunctionReference limited(String code) {
        return limited(code, LONG);
    }

    private static FunctionReference limited(String code, Duration timeout) {
        return host.deploy("nodejs18.x", Map.of("index.js", code), 128, timeout);
    }

    /** A handler that does that when it is asked to, and answers {@code "fine"} else. */
    private static FunctionReference misbehaving(String body) {
        return misbehaving(body, LONG);
    }

    private static FunctionReference misbehaving(String body, Duration timeout) {
        return limited(
                "exports.handler = async (event, context) => { if (!event.bad) { return 'fine'; }\n" + body + "\n};",
                timeout);
    }

    private static void isFineAgain(FunctionReference function) {
        assertThat(host.answer(function, "{}")).isEqualTo("\"fine\"");
    }

    private static void noProcessHas(String argument) {
        Await.until(
                "no process has " + argument,
                () -> ProcessTable.read().entries().stream()
                        .noneMatch(entry -> ProcessHandle.of(entry.pid())
                                .flatMap(process -> process.info().commandLine())
                                .orElse("")
                                .contains(argument)));
    }

    @Test
    void anEndlessLoopIsEndedAtItsTimeLimit() {
        FunctionReference function = misbehaving("while (true) {}", SHORT);
        assertThat(host.invoke(function, "{\"bad\":1}"))
                .isInstanceOfSatisfying(InvocationResult.TimedOut.class, late -> {
                    assertThat(late.limit()).isEqualTo(SHORT);
                    assertThat(late.invocation().orElseThrow().outcome()).isEqualTo(Outcome.TIMEOUT);
                    assertThat(late.logTail()).contains("Task timed out after 2.00 seconds", "END RequestId", "REPORT");
                });
        isFineAgain(function);
    }

    @Test
    void anEndlessLoopAtAPointOfARequestIsATimeout() {
        FunctionReference function = limited("exports.handler = async () => { while (true) {} };", SHORT);
        assertThat(host.request(function, EventBuilder.viewerRequest("/").toRequestEvent()))
                .isInstanceOfSatisfying(
                        FunctionFailure.TimedOut.class,
                        late -> assertThat(late.status()).isEqualTo(504));
    }

    @Test
    void aProcessThatExitsIsAnErrorOfItsCall() {
        FunctionReference function = misbehaving("process.exit(event.bad);");
        assertThat(host.error(function, "{\"bad\":3}"))
                .contains("Runtime.ExitError", "Error: Runtime exited with error: exit status 3");
        isFineAgain(function);
    }

    @Test
    void aProcessThatKillsItselfIsAnErrorOfItsCall() {
        FunctionReference function =
                misbehaving("process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 60000));");
        assertThat(host.error(function, "{\"bad\":1}"))
                .contains("Runtime.ExitError", "Runtime exited with error: signal: 9");
        isFineAgain(function);
    }

    @Test
    void anExceptionThatNobodyCatchesIsAnErrorOfItsCall() {
        FunctionReference function = misbehaving(
                "setTimeout(() => { throw new EvalError('late'); }, 1); await new Promise((r) => setTimeout(r,"
                        + " 60000));");
        assertThat(host.error(function, "{\"bad\":1}")).contains("EvalError", "late");
        isFineAgain(function);
    }

    @Test
    void aRejectionThatNobodyHandlesIsAnErrorOfItsCall() {
        FunctionReference function =
                misbehaving("Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 60000));");
        assertThat(host.error(function, "{\"bad\":1}")).contains("Runtime.UnhandledPromiseRejection", "Error: lost");
        isFineAgain(function);
    }

    @Test
    void moreMemoryThanAllowedEndsTheProcess() {
        FunctionReference function = misbehaving("""
            const kept = [];
            for (;;) {
              kept.push(Buffer.alloc(4 << 20, 1));
              await new Promise((r) => setTimeout(r, 20));
            }
            """);
        assertThat(host.invoke(function, "{\"bad\":1}"))
                .isInstanceOfSatisfying(InvocationResult.FunctionError.class, error -> {
                    assertThat(error.payload().toString()).contains("Runtime.ExitError", "signal: killed");
                    assertThat(error.invocation().orElseThrow().outcome()).isEqualTo(Outcome.OUT_OF_MEMORY);
                    assertThat(error.invocation().orElseThrow().maxMemoryUsed()).isEqualTo(128);
                });
        isFineAgain(function);
    }

    @Test
    void aFullTemporaryDirectoryEndsTheProcess() {
        FunctionReference function = limited("""
            const fs = require('node:fs'), os = require('node:os');
            exports.handler = async (event) => {
              if (!event.bad) { return fs.readdirSync(os.tmpdir()); }
              for (let i = 0; i < 40; i++) { fs.writeFileSync(os.tmpdir() + '/f' + i, Buffer.alloc(1 << 20)); }
              await new Promise((r) => setTimeout(r, 60000));
            };
            """);
        assertThat(host.error(function, "{\"bad\":1}"))
                .contains("Runtime.ExitError", "more than 8388608 bytes in the temporary directory");
        assertThat(host.answer(function, "{}")).isEqualTo("[]");
    }

    @Test
    void oneFileCannotGrowPastTheLimit() {
        FunctionReference function = limited("""
            const fs = require('node:fs'), os = require('node:os');
            exports.handler = async () => {
              process.on('SIGXFSZ', () => {});
              try { fs.writeFileSync(os.tmpdir() + '/f', Buffer.alloc(9 << 20)); } catch (e) { return e.code; }
            };
            """);
        assertThat(host.answer(function, "{}")).isEqualTo("\"EFBIG\"");
    }

    @Test
    void childrenThatOutliveTheirParentAreEnded() {
        FunctionReference function = misbehaving("""
            const { spawn } = require('node:child_process');
            spawn('sh', ['-c', '(setsid sleep 987651 >/dev/null 2>&1 &) ; sleep 987652'], { detached: true, stdio: 'ignore' });
            await new Promise((r) => setTimeout(r, 60000));
            """, SHORT);
        assertThat(host.invoke(function, "{\"bad\":1}")).isInstanceOf(InvocationResult.TimedOut.class);
        noProcessHas("98765");
        isFineAgain(function);
    }

    @Test
    void childrenOfAProcessThatExitsAreEnded() {
        FunctionReference function = misbehaving("""
            const { spawn } = require('node:child_process');
            spawn('setsid', ['sleep', '987653'], { detached: true, stdio: 'ignore' }).unref();
            await new Promise((r) => setTimeout(r, 100));
            process.exit(0);
            """);
        assertThat(host.error(function, "{\"bad\":1}")).contains("Runtime exited without providing a reason");
        noProcessHas("987653");
    }

    @Test
    void aForkBombMeetsItsLimitAndIsEnded() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give functions users with limits");
        FunctionReference function = misbehaving("""
            const { spawn } = require('node:child_process');
            spawn('sh', ['-c', 'b() { sleep 987654 | b & }; b; b; b; sleep 987654'], { stdio: 'ignore' });
            await new Promise((r) => setTimeout(r, 60000));
            """, SHORT);
        assertThat(host.invoke(function, "{\"bad\":1}")).isInstanceOf(InvocationResult.class);
        noProcessHas("987654");
        isFineAgain(function);
    }

    @Test
    void whoPrintsTooMuchIsSlowedDown() {
        FunctionReference function = misbehaving("for (;;) { console.log('x'.repeat(8000)); }", SHORT);
        int before = host.lines().size();
        assertThat(host.invoke(function, "{\"bad\":1}")).isInstanceOf(InvocationResult.TimedOut.class);
        int printed =
                host.lines().stream().skip(before).mapToInt(String::length).sum();
        assertThat(printed).isBetween(8_000, 1 << 20);
        isFineAgain(function);
    }

    @Test
    void whatIsNoResultOfAnEventIsAValidationError() {
        FunctionReference function = limited("exports.handler = async () => ({ status: 'ok' });");
        assertThat(host.request(function, EventBuilder.viewerRequest("/").toRequestEvent()))
                .isInstanceOfSatisfying(FunctionFailure.InvalidResult.class, failure -> {
                    assertThat(failure.status()).isEqualTo(502);
                    assertThat(failure.resultType()).isEqualTo("LambdaValidationError");
                    assertThat(failure.violation().toString())
                            .isEqualTo("response.status is 'ok', expected a whole number");
                });
        assertThat(host.request(
                        limited("exports.handler = async () => {};"),
                        EventBuilder.viewerRequest("/").toRequestEvent()))
                .isInstanceOf(FunctionFailure.InvalidResult.class);
    }

    @Test
    void anErrorAtAPointOfARequestIsAnExecutionError() {
        FunctionReference function = limited("exports.handler = async () => { throw new Error('broken'); };");
        assertThat(host.request(function, EventBuilder.originRequest("/").toRequestEvent()))
                .isInstanceOfSatisfying(FunctionFailure.ExecutionError.class, failure -> {
                    assertThat(failure.status()).isEqualTo(502);
                    assertThat(failure.cause()).hasMessage("Error: broken");
                });
    }

    @Test
    void aModuleThatThrowsWhenItIsLoadedIsAnErrorOfTheCallThatNeededIt() {
        assertThat(host.error(limited("throw new Error('at load');"), "{}")).contains("\"at load\"");
        assertThat(host.error(limited("exports.handler = ;"), "{}")).contains("Runtime.UserCodeSyntaxError");
        assertThat(host.error(limited("require('nothing-of-that-name');"), "{}"))
                .contains("Runtime.ImportModuleError");
        assertThat(host.error(limited("exports.other = 1;"), "{}"))
                .contains("Runtime.HandlerNotFound", "index.handler is undefined or not exported");
    }

    @Test
    void aCallThatNobodyAnswersDoesNotHoldUpOthers() {
        FunctionReference function = limited(
                "exports.handler = async (event) => { await new Promise((r) => setTimeout(r, event.wait)); return"
                        + " 'ok'; };");
        var slow = host.begin(function, "{\"wait\":1000}");
        assertThat(host.answer(function, "{\"wait\":0}")).isEqualTo("\"ok\"");
        assertThat(Await.get(slow)).isInstanceOf(InvocationResult.Payload.class);
    }

    @Test
    void aRequestIsServedWhileAnotherFunctionMisbehaves() {
        FunctionReference bad = misbehaving("while (true) {}", SHORT);
        FunctionReference good = limited("exports.handler = async (e) => e.Records[0].cf.request;");
        var hostile = host.begin(bad, "{\"bad\":1}");
        assertThat(host.request(good, EventBuilder.viewerRequest("/").toRequestEvent()))
                .isInstanceOf(RequestResult.Continue.class);
        assertThat(Await.get(hostile)).isInstanceOf(InvocationResult.TimedOut.class);
    }

    @Test
    void noMoreOfAFunctionComputeThanThereAreProcessors() throws IOException {
        int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
        Path flag = host.directory().resolve("enough");
        FunctionReference function = limited("const fs = require('fs');"
                + "exports.handler = async (event) => { while (event.bad && !fs.existsSync('" + flag
                + "')) {} return process.pid; };");
        List<Future<InvocationResult>> computing = new ArrayList<>();
        for (int i = 0; i < processors; i++) {
            computing.add(host.begin(function, "{\"bad\":1}"));
        }
        Await.until("they are seen to compute", () -> !host.isCircuitClosed(function));

        Future<InvocationResult> another = host.begin(function, "{}");
        assertThat(host.environments(function)).isEqualTo(processors);
        Files.createFile(flag);

        assertThat(Await.get(another)).isInstanceOf(InvocationResult.Payload.class);
        computing.forEach(call -> assertThat(Await.get(call)).isInstanceOf(InvocationResult.Payload.class));
        assertThat(host.environments(function)).isEqualTo(processors);
        assertThat(host.isCircuitClosed(function)).isTrue();
    }

    @Test
    void noMoreOfAFunctionFloodItsLogThanThereAreProcessors() throws IOException {
        int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
        Path flag = host.directory().resolve("dry");
        FunctionReference function = limited("const fs = require('fs');"
                + "exports.handler = async (event) => { while (event.bad && !fs.existsSync('" + flag
                + "')) { console.log('x'.repeat(8000)); } };");
        List<Future<InvocationResult>> flooding = new ArrayList<>();
        for (int i = 0; i < processors; i++) {
            flooding.add(host.begin(function, "{\"bad\":1}"));
        }
        Await.until("they are seen to flood", () -> !host.isCircuitClosed(function));

        Future<InvocationResult> another = host.begin(function, "{}");
        assertThat(host.environments(function)).isEqualTo(processors);
        Files.createFile(flag);

        assertThat(Await.get(another)).isInstanceOf(InvocationResult.Payload.class);
        flooding.forEach(call -> assertThat(Await.get(call)).isInstanceOf(InvocationResult.Payload.class));
    }

    @Test
    void whatCostsMuchAtItsTimeLimitCallAfterCallIsStartedNoMoreForAWhile() {
        FunctionReference function = limited(
                "exports.handler = async () => { for (;;) { console.log('x'.repeat(8000)); } };",
                Duration.ofSeconds(1));
        assertThat(Stream.generate(() -> host.invoke(function, "{}"))
                        .limit(20)
                        .filter(result -> result instanceof InvocationResult.TimedOut late
                                && late.invocation().isEmpty())
                        .findFirst())
                .isPresent();
    }

    @Test
    void theirSessionsAreNiceAsAWhole() {
        Path group = Path.of("/proc/self/autogroup");
        assumeTrue(Files.exists(group), "this kernel does not group processes by session");
        FunctionReference function =
                limited("exports.handler = async () => require('fs').readFileSync('" + group + "', 'latin1').trim();");
        assertThat(host.answer(function, "{}")).endsWith("nice 5\"");
    }
}
