package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.functions.runtime.ProvisionedUse;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How environments come and go, and what is refused before there is one. */
class EnvironmentLifeTest {
    private static final String PID = "exports.handler = async (event) => {"
            + " await new Promise((r) => setTimeout(r, event.wait || 0)); return process.pid; };";

    @BeforeAll
    static void requireNode() {
        Needs.program("node", "nodejs");
    }

    @Test
    void oneThatIdlesIsRetiredWithASignal() {
        try (LambdaHost host = new LambdaHost(settings ->
                settings.withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(10)))) {
            FunctionReference function =
                    host.nodejs("process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });" + PID);
            long pid = Long.parseLong(host.answer(function, "{}"));
            Await.until("the process is gone", () -> ProcessHandle.of(pid).isEmpty());
            Await.until("its last words", () -> host.lines().stream().anyMatch(line -> line.endsWith("bye")));
            assertThat(Long.parseLong(host.answer(function, "{}"))).isNotEqualTo(pid);
        }
    }

    @Test
    void whereAllEnvironmentsAreBusyACallIsThrottledAndIdleOnesMakeRoom() {
        try (LambdaHost host = new LambdaHost(settings -> settings.withEnvironments(1))) {
            FunctionReference one = host.nodejs(PID);
            FunctionReference other = host.nodejs(PID);
            Future<InvocationResult> busy = host.begin(one, "{\"wait\":1500}");
            assertThat(host.invoke(other, "{}")).isInstanceOf(InvocationResult.Throttled.class);
            assertThat(Await.get(busy)).isInstanceOf(InvocationResult.Payload.class);
            assertThat(host.invoke(other, "{}")).isInstanceOf(InvocationResult.Payload.class);
        }
    }

    @Test
    void provisionedEnvironmentsAreThereBeforeTheFirstCallAndStay() {
        try (LambdaHost host = new LambdaHost(settings -> settings.withEnvironments(1)
                .withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(100)))) {
            FunctionReference function = host.nodejs(
                    "exports.handler = async () => [process.pid, process.env.AWS_LAMBDA_INITIALIZATION_TYPE];");
            host.provision(function, 1);
            // There is room for one only: a call that comes too early is throttled, rather than to start another.
            Await.until("it is up", () -> host.invoke(function, "{}") instanceof InvocationResult.Payload);
            String first = host.answer(function, "{}");
            assertThat(first).contains("provisioned-concurrency");
            assertThat(host.answer(function, "{}")).isEqualTo(first);
            assertThat(host.reports())
                    .allSatisfy(report -> assertThat(report.initDuration()).isEmpty());
        }
    }

    @Test
    void aCallThatFindsAProvisionedEnvironmentIsWarmAndOneTooManySpillsOver() {
        try (LambdaHost host = LambdaHost.usual()) {
            FunctionReference function = host.nodejs(PID);
            host.provision(function, 1);
            Await.until("it is up", () -> host.provisioned(function).available() == 1);
            Future<InvocationResult> first = host.begin(function, "{\"wait\":1500}");
            assertThat(host.provisioned(function).inUse()).isOne();
            host.answer(function, "{}");
            Await.get(first);

            assertThat(host.reports())
                    .extracting(report -> report.initDuration().isPresent())
                    .containsExactlyInAnyOrder(false, true);
            assertThat(host.provisioned(function)).isEqualTo(new ProvisionedUse(1, 1, 0, 1, 1, false));
        }
    }

    @Test
    void aProvisionedEnvironmentThatDiesIsReplaced() {
        try (LambdaHost host = LambdaHost.usual()) {
            FunctionReference function = host.nodejs("console.log('up');" + PID);
            host.provision(function, 1);
            Await.until("it is up", () -> host.provisioned(function).available() == 1);
            long pid = Long.parseLong(host.answer(function, "{}"));
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);

            Await.until("another starts", () -> count(host.lines(), "up") == 2);
            Await.until("it is up", () -> host.provisioned(function).available() == 1);
            assertThat(Long.parseLong(host.answer(function, "{}"))).isNotEqualTo(pid);
            assertThat(host.reports())
                    .allSatisfy(report -> assertThat(report.initDuration()).isEmpty());
        }
    }

    private static long count(List<String> lines, String ending) {
        return lines.stream().filter(line -> line.endsWith(ending)).count();
    }

    @Test
    void whatCannotBeInitialisedIsTriedAgainAfterAPause() throws IOException {
        try (LambdaHost host = LambdaHost.usual()) {
            Path flag = host.directory().resolve("there");
            FunctionReference function =
                    host.nodejs("if (!require('fs').existsSync('" + flag + "')) throw new Error('not yet');" + PID);
            host.provision(function, 1);
            Await.until("it has failed again", () -> host.provisioned(function).failing());
            Files.writeString(flag, "");

            Await.until("it is up", () -> host.provisioned(function).available() == 1);
            assertThat(host.provisioned(function).failing()).isFalse();
        }
    }

    @Test
    void fewerProvisionedEnvironmentsEndThoseThatIdle() {
        try (LambdaHost host = LambdaHost.usual()) {
            FunctionReference function = host.nodejs(PID);
            host.provision(function, 2);
            Await.until("they are up", () -> host.provisioned(function).available() == 2);
            host.provision(function, 0);

            Await.until("they are gone", () -> host.environments(function) == 0);
            assertThat(host.provisioned(function).requested()).isZero();
        }
    }

    @Test
    void anInitialisationThatTakesTooLongIsATimeout() {
        try (LambdaHost host = new LambdaHost(settings ->
                settings.withTimeouts(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMillis(100)))) {
            FunctionReference function = host.nodejs("while (true) {}");
            assertThat(host.invoke(function, "{}"))
                    .isInstanceOfSatisfying(
                            InvocationResult.TimedOut.class,
                            late -> assertThat(late.limit()).isEqualTo(Duration.ofSeconds(1)));
        }
    }

    @Test
    void anEnvironmentCannotSpeakForAnother() {
        try (LambdaHost host = LambdaHost.usual()) {
            FunctionReference victim =
                    host.nodejs("exports.handler = async () => process.env.AWS_LAMBDA_RUNTIME_API.split(':')[1];");
            FunctionReference thief = host.nodejs("""
                const http = require('node:http');
                exports.handler = (event, context, callback) => {
                  context.callbackWaitsForEmptyEventLoop = false;
                  http.get({ host: '127.0.0.1', port: event.port, path: '/2018-06-01/runtime/invocation/next' },
                    (response) => callback(null, response.statusCode)).on('error', (error) => callback(null, error.code));
                };
                """);
            String port = host.answer(victim, "{}");
            assertThat(host.answer(thief, "{\"port\":" + port + "}")).isEqualTo("\"ECONNRESET\"");
            assertThat(host.answer(victim, "{}")).isEqualTo(port);
        }
    }

    @Test
    void aCustomRuntimeSpeaksTheRuntimeApiItself() {
        Needs.program("curl", "curl");
        try (LambdaHost host = LambdaHost.usual()) {
            FunctionReference function = host.deploy("provided.al2023", "bootstrap", """
                #!/bin/sh
                API="http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime"
                while true; do
                  EVENT=$(curl -sS -D "$TMPDIR/head" "$API/invocation/next")
                  ID=$(grep -i lambda-runtime-aws-request-id "$TMPDIR/head" | tr -d '[:space:]' | cut -d: -f2)
                  curl -sS -o /dev/null -d "{\\"handler\\":\\"$_HANDLER\\",\\"event\\":$EVENT}" "$API/invocation/$ID/response"
                done
                """);
            assertThat(host.answer(function, "{\"a\":1}"))
                    .isEqualTo("{\"handler\":\"index.handler\",\"event\":{\"a\":1}}");
            assertThat(host.answer(function, "[2]")).contains("\"event\":[2]");
        }
    }

    @Test
    void aRuntimeThatIsNotOnTheNodeIsToldWhenAFunctionIsDeployed() {
        try (LambdaHost host =
                new LambdaHost(settings -> settings.withInterpreters(Map.of("nodejs24.x", "/usr/bin/false")))) {
            LambdaPackage source = new LambdaPackage(
                    host.zip(Map.of("index.js", PID)), "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3));
            assertThatExceptionOfType(FunctionDeploymentException.class)
                    .isThrownBy(() -> Await.get(host.deploy(new FunctionId("new", 1), source)))
                    .withMessage("new:1 is not deployed: nodejs24.x needs nodejs 24.0 or newer on this node:"
                            + " /usr/bin/false does not run")
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.RUNTIME_NOT_INSTALLED));
        }
    }

    @Test
    void aPackageThatIsNoneIsToldWhenItIsDeployed() {
        try (LambdaHost host = LambdaHost.usual()) {
            assertThat(refusal(host, host.zip(Map.of("../outside", "x")))).contains("entry '../outside' lies outside");
            assertThat(refusal(host, Path.of("/dev/null"))).contains("it is no zip file");
        }
    }

    private static String refusal(LambdaHost host, Path zip) {
        Throwable refused = Await.failure(host.deploy(
                new FunctionId("bad", 1),
                new LambdaPackage(zip, "nodejs18.x", "index.handler", 128, Duration.ofSeconds(3))));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        FunctionDeploymentException.class,
                        exception -> assertThat(exception.reason()).isEqualTo(Reason.INVALID_CODE));
        return String.valueOf(refused.getMessage());
    }
}
