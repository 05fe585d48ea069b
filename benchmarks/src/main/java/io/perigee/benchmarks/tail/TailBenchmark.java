package io.perigee.benchmarks.tail;

import io.perigee.benchmarks.load.OpenLoop;
import io.perigee.benchmarks.process.ChildProcesses;
import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.ProcessorTime;
import io.perigee.benchmarks.process.Processors;
import io.perigee.benchmarks.process.RunRoot;
import io.perigee.benchmarks.process.SchedulingDelay;
import io.perigee.benchmarks.process.UnsuitableMachineException;
import io.perigee.benchmarks.server.FullEdge;
import io.perigee.benchmarks.server.JavaProgram;
import io.perigee.benchmarks.server.ObjectsOrigin;
import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.ServerIdentity;
import io.perigee.benchmarks.server.Stage;
import io.perigee.benchmarks.server.Started;
import io.perigee.benchmarks.server.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * How long hits take while one request of ten is a miss and the memory is full, so that each miss evicts something.
 *
 * <p>First the edge is driven as fast as it goes, then at half that rate, request by request at their times, whether or not those before
 * have been answered.
 */
public final class TailBenchmark implements AutoCloseable {

    private static final Payload OBJECT = Payload.parse("10KB");
    private static final String MEMORY = "64MiB";
    private static final int HOT_OBJECTS = 2_000;
    /** So often each hot object is asked for before anything counts: it has to win its place from one that fills. */
    private static final int HOT_ROUNDS = 3;

    private static final int FILLING_OBJECTS = 10_000;
    private static final int MISSES_OF_TEN = 1;
    private static final int CONNECTIONS = 64;
    private static final String EVENT_LOOPS = "vert.x-eventloop-thread";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private final JavaProgram perigee;
    private final Executables executables;
    private final Duration duration;
    private final ChildProcesses children = new ChildProcesses(STOP_LIMIT);
    private final RunRoot root = RunRoot.create();
    private final Random random = new Random(42);
    private long newest;
    private int turn;

    /**
     * What was measured.
     *
     * @param saturated as fast as it goes
     * @param saturatedBusy the share of a processor that the edge used meanwhile; well below 1, the load was what did not go faster
     * @param half at half the rate
     * @param halfBusy the share of a processor that the edge used at that
     * @param standstills how long each moment was in which the edge's JVM stood still at half the rate, nanoseconds
     * @param waited the share of that time in which its event loop could have run and waited for a processor
     */
    public record Figures(
            OpenLoop.Report saturated,
            double saturatedBusy,
            OpenLoop.Report half,
            double halfBusy,
            List<Long> standstills,
            double waited) {}

    /** What is told on the way. */
    public interface Progress {
        void at(int done, int all, String doing);
    }

    /**
     * Starts nothing yet.
     *
     * @param duration of each of the two measurements
     */
    public TailBenchmark(JavaProgram perigee, Executables executables, Duration duration) throws IOException {
        this.perigee = perigee;
        this.executables = executables;
        this.duration = duration;
    }

    /** Runs it, in the calling thread. */
    public Figures run(Progress progress)
            throws IOException, InterruptedException, ExecutionException, UnsuitableMachineException {
        try (ObjectsOrigin origin = new ObjectsOrigin(List.of(OBJECT))) {
            progress.at(0, 4, "starting the edge");
            Path taskset = executables.require("taskset", "util-linux");
            Processors processors = Processors.ofThisProcess();
            processors.keepThisProcessToLoad(taskset);
            Path safepoints = root.folder("safepoints");
            Stage stage = new Stage(
                    children,
                    root.folder("edge"),
                    taskset,
                    processors,
                    origin.start(),
                    origin.paths(),
                    ServerIdentity.create(root.folder("tls")));
            Started edge = FullEdge.inMemory(perigee.withOptions(List.of(Standstills.option(safepoints))), MEMORY)
                    .start(stage);
            Process process = edge.processes().getFirst();
            Standstills standstills = Standstills.of(safepoints, process);
            OpenLoop load = new OpenLoop(http(edge), CONNECTIONS);
            progress.at(1, 4, "filling its memory");
            load.each(this::filling, FILLING_OBJECTS);
            load.each(this::hotInTurn, HOT_OBJECTS * HOT_ROUNDS);
            load.fast(this::mixed, WARM_UP);
            progress.at(2, 4, "as fast as it goes");
            Measured saturated = measured(edge, () -> load.fast(this::mixed, duration));
            progress.at(3, 4, "at half that rate");
            double half = saturated.report().perSecond() / 2;
            int standstillsBefore = standstills.soFar().size();
            long waitedBefore = SchedulingDelay.nanosOf(process, EVENT_LOOPS);
            Measured halved = measured(edge, () -> load.atRate(this::mixed, half, duration));
            long waited = SchedulingDelay.nanosOf(process, EVENT_LOOPS) - waitedBefore;
            List<Long> stoodStill = standstills.soFar();
            progress.at(4, 4, "");
            return new Figures(
                    saturated.report(),
                    saturated.busy(),
                    halved.report(),
                    halved.busy(),
                    stoodStill.subList(standstillsBefore, stoodStill.size()),
                    waited / (double) duration.toNanos());
        }
    }

    private record Measured(OpenLoop.Report report, double busy) {}

    private interface Drive {
        OpenLoop.Report run() throws IOException;
    }

    private static Measured measured(Started edge, Drive drive) throws IOException {
        List<ProcessHandle> processes =
                edge.processes().stream().map(Process::toHandle).toList();
        long microsBefore = ProcessorTime.microsOf(processes);
        long before = System.nanoTime();
        OpenLoop.Report report = drive.run();
        double micros = (System.nanoTime() - before) / 1e3;
        return new Measured(report, (ProcessorTime.microsOf(processes) - microsBefore) / micros);
    }

    private static URI http(Started edge) {
        URI http = edge.urls().get(Transport.HTTP);
        if (http == null) {
            throw new IllegalStateException("the edge does not speak HTTP");
        }
        return http;
    }

    private String filling() {
        return ObjectsOrigin.path(OBJECT, newest++);
    }

    private String hotInTurn() {
        return hot(turn++ % HOT_OBJECTS);
    }

    private String mixed() {
        return random.nextInt(10) < MISSES_OF_TEN ? filling() : hot(random.nextInt(HOT_OBJECTS));
    }

    private static String hot(int number) {
        return ObjectsOrigin.path(OBJECT, -1L - number);
    }

    /** Ends every process and deletes every file; may be called at any time, from any thread, and more than once. */
    @Override
    public void close() {
        synchronized (children) {
            children.close();
            root.close();
        }
    }
}
