package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.lambda.process.Commands;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an environment can reach of the machine that it runs on, and how often one is started. */
class SandboxTest {
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

    private static void assumeMounts() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount");
        assumeTrue(
                Commands.output(List.of("unshare", "--mount", "true")).isPresent(),
                "this machine does not let root make mount namespaces");
    }

    @Test
    void onlyItsTemporaryDirectoryCanBeWritten() {
        assumeMounts();
        FunctionReference function = host.nodejs("""
                const fs = require('node:fs');
                exports.handler = async () => {
                  const written = {};
                  for (const folder of ['/', '/tmp', '/var/tmp', '/dev/shm', '/run/lock', '/etc', process.env.LAMBDA_TASK_ROOT]) {
                    try { fs.writeFileSync(folder + '/f', 'x'); written[folder] = 'written'; } catch (e) { written[folder] = e.code; }
                  }
                  return { written, tmp: process.env.TMPDIR, work: process.cwd() === process.env.LAMBDA_TASK_ROOT };
                };
                """);

        JsonObject answer = new JsonObject(host.answer(function, "{}"));

        assertThat(answer.getString("tmp")).isEqualTo("/tmp");
        assertThat(answer.getBoolean("work")).isTrue();
        JsonObject written = answer.getJsonObject("written");
        assertThat(written.remove("/tmp")).isEqualTo("written");
        assertThat(written.getMap().values())
                .allMatch(code -> List.of("EROFS", "EACCES", "ENOENT").contains(code));
        assertThat(written.getString("/var/tmp")).isEqualTo("EROFS");
    }

    @Test
    void whatItSharesBetweenProcessesIsItsOwn() throws IOException {
        assumeMounts();
        FunctionReference function = host.nodejs("""
                const { execFileSync } = require('node:child_process');
                exports.handler = async () => execFileSync('ipcmk', ['-M', '100', '-Q', '-S', '1']).toString();
                """);

        assertThat(host.answer(function, "{}")).contains("Shared memory id", "Message queue id", "Semaphore id");

        for (String kind : List.of("shm", "msg", "sem")) {
            assertThat(Files.readAllLines(Path.of("/proc/sysvipc", kind)))
                    .noneMatch(line -> line.matches(".* 58\\d\\d\\d .*"));
        }
    }

    @Test
    void aFunctionWhoseProcessesKeepEndingIsNotGivenAnotherForEachCall() {
        FunctionReference function = host.nodejs("""
                exports.handler = async (event) => {
                  if (event.bad) { process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 60000)); }
                  return 'fine';
                };
                """);

        Await.until("a call fails without a process", () -> {
            long before = coldStarts(function);
            return host.error(function, "{\"bad\":1}").contains("signal: 9") && coldStarts(function) == before;
        });

        Await.until(
                "it is given another chance",
                () -> host.invoke(function, "{}") instanceof InvocationResult.Payload payload
                        && payload.payload().toString().equals("\"fine\""));
    }

    private static long coldStarts(FunctionReference function) {
        return host.host().statuses().stream()
                .filter(status -> status.function().name().equals(function.name()))
                .mapToLong(status -> status.runtime().coldStarts())
                .sum();
    }

    @Test
    void callsThatComeTogetherTakeWhatIsReadyRatherThanAProcessEach() {
        FunctionReference function = host.nodejs("exports.handler = async (event) => event.n;");
        List<Future<InvocationResult>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(host.begin(function, "{\"n\":" + i + "}"));
        }

        for (int i = 0; i < calls.size(); i++) {
            String n = Integer.toString(i);
            assertThat(Await.get(calls.get(i)))
                    .isInstanceOfSatisfying(
                            InvocationResult.Payload.class,
                            answer -> assertThat(answer.payload()).hasToString(n));
        }
        assertThat(coldStarts(function)).isBetween(1L, 29L);
    }
}
