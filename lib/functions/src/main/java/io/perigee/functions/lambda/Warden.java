package io.perigee.functions.lambda;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.Invocation;
import io.perigee.functions.lambda.LambdaCall.Recorded;
import io.perigee.functions.lambda.process.ProcessTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every 10 ms at all environments: reads what they print, ends what has taken too long or uses too much, and reports
 * calls. One thread for all, because one per environment would cost memory, and event loops must not wait for pipes, nor for
 * {@code /proc}.
 */
final class Warden {
    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);
    private static final long INTERVAL_MILLIS = 10;
    /** Memory and processor time are looked at in every tenth round, disks with every tenth of these looks. */
    private static final int MEASURING_ROUNDS = 10;

    private static final int DISK_LOOKS = 10;

    private sealed interface Told {}

    private record Begun(Environment environment, String requestId) implements Told {}

    private record Done(EndedCall call) implements Told {}

    private final LambdaNode node;
    private final FunctionOutput output;
    private final Set<Environment> environments = ConcurrentHashMap.newKeySet();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable ->
            Thread.ofPlatform().daemon().name("perigee-lambda-warden").unstarted(runnable));
    private long round;
    private long looks;
    private long measureAt = MEASURING_ROUNDS;

    Warden(LambdaNode node) {
        this.node = node;
        output = node.output();
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop() {
        thread.shutdownNow();
    }

    void watch(Environment environment) {
        environments.add(environment);
    }

    /** Reads what is left of its output, and looks at it no more. */
    void forget(Environment environment) {
        thread.execute(() -> {
            report();
            OutputLines lines = environment.lines();
            if (lines != null) {
                lines.drain();
            }
            environments.remove(environment);
        });
    }

    void started(Environment environment, String requestId) {
        told.add(new Begun(environment, requestId));
    }

    void ended(EndedCall call) {
        told.add(new Done(call));
        if (call.call().eventType().isEmpty()) {
            // Its caller waits for the end of its output.
            thread.execute(this::report);
        }
    }

    private void look() {
        try {
            report();
            round++;
            long now = node.now();
            for (Environment environment : environments) {
                environment.read(now);
                environment.check(now, environment.function().keeps(environment));
            }
            if (round >= measureAt) {
                looks++;
                measure(looks % DISK_LOOKS == 0);
                // Where a function has forked a thousand times, a look takes long: a tenth of this thread's time will
                // do.
                long took = TimeUnit.NANOSECONDS.toMillis(node.now() - now) / INTERVAL_MILLIS;
                measureAt = round + MEASURING_ROUNDS * Math.max(1, took);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("limits of Lambda environments could not be enforced", e);
        }
    }

    private void measure(boolean disk) {
        ProcessTable table = null;
        for (Environment environment : environments) {
            if (environment.wantsMeasuring()) {
                table = table == null ? ProcessTable.read() : table;
                environment.measure(table, disk);
            }
        }
    }

    private void report() {
        for (Told next = told.poll(); next != null; next = told.poll()) {
            switch (next) {
                case Begun begun -> {
                    OutputLines lines = begun.environment().lines();
                    if (lines != null) {
                        lines.start(begun.requestId());
                    }
                }
                case Done done -> report(done.call());
            }
        }
    }

    private void report(EndedCall ended) {
        Environment environment = ended.environment();
        if (environment.peakMegabytes() == 0) {
            environment.measure(ProcessTable.read(), false);
        }
        Invocation invocation = invocation(ended);
        OutputLines lines = environment.lines();
        String tail = lines == null ? "" : lines.end(lastLine(ended));
        output.line(invocation.function(), invocation.requestId(), invocation.reportLine());
        output.report(invocation);
        ended.call().record().complete(new Recorded(invocation, tail + invocation.reportLine() + '\n'));
    }

    private static Invocation invocation(EndedCall ended) {
        FunctionId id = ended.environment().function().id();
        @Nullable Duration init = ended.init();
        Duration billed = init == null ? ended.duration() : ended.duration().plus(init);
        return new Invocation(
                id,
                ended.call().requestId(),
                ended.call().eventType(),
                ended.outcome(),
                ended.duration(),
                Duration.ofMillis((billed.toNanos() + 999_999) / 1_000_000),
                ended.environment().function().memorySize(),
                ended.environment().peakMegabytes(),
                Optional.ofNullable(init));
    }

    /** What Lambda itself adds to the log of a call that did not end well. */
    private String lastLine(EndedCall ended) {
        return switch (ended.answer()) {
            case Answer.Returned returned -> "";
            case Answer.Failed failed -> "";
            case Answer.OutOfMemory out ->
                "RequestId: " + ended.call().requestId() + " Error: Runtime exited with error: signal: killed";
            case Answer.Late late ->
                Instant.ofEpochMilli(node.currentTimeMillis()).truncatedTo(ChronoUnit.MILLIS) + " "
                        + ended.call().requestId()
                        + String.format(
                                Locale.ROOT,
                                " Task timed out after %.2f seconds",
                                late.limit().toMillis() / 1000.0);
        };
    }
}
