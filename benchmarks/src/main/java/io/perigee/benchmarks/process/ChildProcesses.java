package io.perigee.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Every process that a comparison has started, so that none outlives it: {@link #close} ends them, the last one first, each with what it
 * started itself. After that no more can be started, so it may be called from a shutdown hook at any time.
 */
public final class ChildProcesses implements AutoCloseable {

    private final Duration patience;
    private final List<Process> running = new ArrayList<>();
    private boolean closed;

    /**
     * None yet.
     *
     * @param patience how long a process may take to end after SIGTERM before it gets SIGKILL
     */
    public ChildProcesses(Duration patience) {
        this.patience = patience;
    }

    /**
     * Starts a process.
     *
     * @param environment what its environment has beside that of this process
     * @param output where its output goes, both streams
     * @throws IllegalStateException once these have been closed
     */
    public synchronized Process start(List<String> command, Map<String, String> environment, Path folder, Path output)
            throws IOException {
        if (closed) {
            throw new IllegalStateException("the comparison has been stopped");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** Processor time that those which are running have used, in microseconds. */
    public synchronized long processorMicros() {
        return ProcessorTime.microsOf(running.stream().map(Process::toHandle).toList());
    }

    /** Ends one process with all that it started. */
    public synchronized void stop(Process process) {
        // Listed first: what outlives its parent is no descendant of it any more.
        List<ProcessHandle> tree = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        if (!ended(process)) {
            process.destroyForcibly();
        }
        for (ProcessHandle handle : tree) {
            handle.destroyForcibly();
        }
        running.remove(process);
    }

    private boolean ended(Process process) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // Whoever wants this thread to end wants the processes to end first.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Process process : List.copyOf(running).reversed()) {
            stop(process);
        }
    }
}
