package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.lambda.process.ProcessTable;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.functions.runtime.RunningFunction;
import io.perigee.testkit.Await;
import io.perigee.testkit.Needs;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is not root, and has no users to give away: environments run as its own, and are ended by session, descent and environment. */
@SuppressWarnings("NullAway.Init") // made before each test
class NodeWithoutRootTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private LambdaRuntime runtime;

    @BeforeEach
    void open() {
        Needs.program("node", "nodejs");
        runtime = LambdaRuntime.open(
                vertx, LambdaSettings.in(directory.resolve("lambda")), FunctionOutput.LOGGED, Optional.empty());
    }

    @AfterEach
    void close() {
        if (runtime != null) {
            runtime.close();
        }
        Await.get(vertx.close());
    }

    private RunningFunction start(String code) throws IOException {
        Path zip = directory.resolve("package.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("index.js"));
            out.write(code.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return Await.get(runtime.start(
                new FunctionId("own", 1),
                new LambdaPackage(zip, "nodejs18.x", "index.handler", 128, Duration.ofSeconds(2))));
    }

    private static InvocationResult invoke(RunningFunction function, String payload) {
        return Await.get(function.instance().invoke("request-1", Buffer.buffer(payload)));
    }

    @Test
    void aCallIsAnsweredByAProcessOfTheNodesUserInADirectoryOfItsOwn() throws IOException {
        RunningFunction function = start("""
                const fs = require('node:fs');
                exports.handler = async () => {
                  fs.writeFileSync(process.env.TMPDIR + '/f', 'x');
                  return process.getuid() + ' ' + process.env.TMPDIR + ' ' + process.cwd();
                };
                """);

        InvocationResult answer = invoke(function, "{}");

        assertThat(answer).isInstanceOfSatisfying(InvocationResult.Payload.class, payload -> {
            String[] words = payload.payload().toString().replace("\"", "").split(" ", -1);
            assertThat(words[0]).isEqualTo(String.valueOf(own()));
            assertThat(Path.of(words[1])).startsWith(directory).isNotEmptyDirectory();
            assertThat(Path.of(words[2])).startsWith(directory);
        });
        Await.get(function.stop());
        assertThat(directory.resolve("lambda").resolve("tmp")).isEmptyDirectory();
    }

    private static Object own() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCallThatTakesTooLongIsEndedWithItsChildren() throws IOException {
        RunningFunction function = start("""
                const { spawn } = require('node:child_process');
                exports.handler = async () => {
                  spawn('sh', ['-c', 'setsid sleep 987621 & sleep 987621'], { detached: true, stdio: 'ignore' });
                  for (;;) { }
                };
                """);

        assertThat(invoke(function, "{}")).isInstanceOf(InvocationResult.TimedOut.class);

        Await.get(function.stop());
        Await.until(
                "no process sleeps",
                () -> ProcessTable.read().entries().stream()
                        .noneMatch(entry -> ProcessHandle.of(entry.pid())
                                .flatMap(process -> process.info().commandLine())
                                .orElse("")
                                .contains("987621")));
    }
}
