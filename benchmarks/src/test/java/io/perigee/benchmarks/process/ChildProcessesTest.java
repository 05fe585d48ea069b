package io.perigee.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.perigee.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessesTest {

    @TempDir
    private Path folder;

    private final ChildProcesses children = new ChildProcesses(Duration.ofSeconds(20));

    @AfterEach
    void close() {
        children.close();
    }

    @Test
    void aServerEndsWithTheWorkersThatItStarted() throws IOException {
        Process master = shell("sleep 600 & echo $! > worker; wait");
        ProcessHandle worker = worker();

        children.close();

        assertThat(master.isAlive()).isFalse();
        Await.until("the worker has ended", () -> !worker.isAlive());
    }

    @Test
    void aServerThatIgnoresTheRequestToEndIsKilled() throws IOException {
        try (ChildProcesses impatient = new ChildProcesses(Duration.ofMillis(50))) {
            Process stubborn = start(impatient, "trap '' TERM; echo $$ > worker; while :; do sleep 600; done");
            ProcessHandle itself = worker();

            impatient.close();

            Await.until("it was killed", () -> !itself.isAlive() && !stubborn.isAlive());
        }
    }

    @Test
    void nothingStartsOnceTheyAreClosed() {
        children.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> shell("true"))
                .withMessage("the comparison has been stopped");
    }

    @Test
    void aServersProcessorTimeCountsItsWorkers() throws IOException {
        Process master =
                shell("(i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; echo done > worker; exec sleep 600) & wait");
        Await.until("the worker has worked", () -> Files.exists(folder.resolve("worker")));

        Await.until("some of it is shown", () -> ProcessorTime.microsOf(List.of(master.toHandle())) > 0);
    }

    private Process shell(String script) throws IOException {
        return start(children, script);
    }

    private Process start(ChildProcesses by, String script) throws IOException {
        return by.start(List.of("/bin/sh", "-c", script), Map.of(), folder, folder.resolve("output"));
    }

    private ProcessHandle worker() throws IOException {
        Path file = folder.resolve("worker");
        Await.until("the worker runs", () -> Files.exists(file) && file.toFile().length() > 1);
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }
}
