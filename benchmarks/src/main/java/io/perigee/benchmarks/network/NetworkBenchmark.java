package io.perigee.benchmarks.network;

import io.perigee.benchmarks.load.KeptConnection;
import io.perigee.benchmarks.load.Times;
import io.perigee.benchmarks.process.ChildProcesses;
import io.perigee.benchmarks.process.FreePorts;
import io.perigee.benchmarks.process.RunRoot;
import io.perigee.benchmarks.server.ControlPlane;
import io.perigee.benchmarks.server.FullEdge;
import io.perigee.benchmarks.server.JavaProgram;
import io.perigee.benchmarks.server.ObjectsOrigin;
import io.perigee.benchmarks.server.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A control plane, a regional cache and edges, a process each, in front of one small origin. Nothing else is asked for while a miss or a
 * change is measured.
 */
public final class NetworkBenchmark implements AutoCloseable {

    private static final Payload OBJECT = Payload.parse("1KB");
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 200;

    private final JavaProgram perigee;
    private final Options options;
    private final ChildProcesses children = new ChildProcesses(STOP_LIMIT);
    private final RunRoot root = RunRoot.create();

    /**
     * How much is measured.
     *
     * @param nodes that follow the change log: one regional cache, the others edges; 2 or more
     * @param misses 1 or more; as many before them warm the programs up
     * @param changes invalidations, 1 or more; as many before them warm the programs up
     */
    public record Options(int nodes, int misses, int changes) {}

    /**
     * What was measured.
     *
     * @param origin asking the origin itself
     * @param misses asking an edge for what neither it nor its regional cache has
     * @param applied from when the control plane has accepted an invalidation until it knows that every node has applied it
     * @param changes from before an invalidation is sent until the answer that it is completed
     * @param appliedMicros processor time, of all processes together, that one invalidation took; what they do anyway is part of it
     */
    public record Figures(Times origin, Times misses, Times applied, Times changes, long appliedMicros) {}

    /** What is told on the way. */
    public interface Progress {
        void at(int done, int all, String doing);
    }

    /** Starts nothing yet. */
    public NetworkBenchmark(JavaProgram perigee, Options options) throws IOException {
        this.perigee = perigee;
        this.options = options;
    }

    /** Runs it, in the calling thread. */
    public Figures run(Progress progress) throws IOException, InterruptedException, ExecutionException {
        try (ObjectsOrigin origin = new ObjectsOrigin(List.of(OBJECT))) {
            URI originUrl = origin.start();
            progress.at(0, 4, "starting " + options.nodes() + " nodes");
            ControlPlane control = ControlPlane.prepare(root.path());
            start("control", control.command());
            node("regional", 0, FreePorts.next(), control);
            int edge = FreePorts.next();
            for (int i = 1; i < options.nodes(); i++) {
                node("edge", i, i == 1 ? edge : FreePorts.next(), control);
            }
            try (ControlApi api = new ControlApi(control)) {
                awaitNodes(api);
                apply(control, originUrl);
                progress.at(1, 4, "measuring misses");
                long[][] times = misses(originUrl, URI.create("http://127.0.0.1:" + edge));
                progress.at(2, 4, "measuring changes");
                Changes changes = changes(api);
                progress.at(4, 4, "");
                return new Figures(
                        new Times(times[0]),
                        new Times(times[1]),
                        changes.applied(),
                        changes.thereAndBack(),
                        changes.micros());
            }
        }
    }

    private void awaitNodes(ControlApi api) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        int ready = 0;
        while (System.nanoTime() < deadline) {
            try {
                ready = api.readyNodes();
            } catch (IOException e) {
                // Not there yet.
                ready = 0;
            }
            if (ready == options.nodes()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new IOException(ready + " of " + options.nodes() + " nodes are ready after " + START_LIMIT.toSeconds()
                + " s; the regional cache printed: "
                + Files.readString(root.path().resolve("regional-0.log")));
    }

    private void apply(ControlPlane control, URI origin) throws IOException, InterruptedException {
        Path document = Files.writeString(root.path().resolve("distribution.yaml"), FullEdge.distribution(origin));
        Path output = root.path().resolve("apply.log");
        Process apply =
                children.start(perigee.with(control.apply(document)), control.credentials(), root.path(), output);
        if (apply.waitFor() != 0) {
            throw new IOException("the control plane does not take the distribution: "
                    + Files.readString(output).strip());
        }
    }

    /** In turn, so that what else the machine does meets both alike. */
    private long[][] misses(URI origin, URI edge) throws IOException {
        long[][] nanos = new long[2][options.misses()];
        try (KeptConnection direct = new KeptConnection(origin);
                KeptConnection through = new KeptConnection(edge)) {
            for (int i = -options.misses(); i < options.misses(); i++) {
                String path = ObjectsOrigin.path(OBJECT, i + (long) options.misses());
                KeptConnection.Response own = direct.get(path);
                KeptConnection.Response missed = through.get(path);
                if (missed.status() != 200 || !missed.xCache().startsWith("Miss")) {
                    throw new IOException(path + " came back with status " + missed.status() + " and X-Cache: "
                            + missed.xCache() + " instead of a miss");
                }
                if (i >= 0) {
                    nanos[0][i] = own.nanos();
                    nanos[1][i] = missed.nanos();
                }
            }
        }
        return nanos;
    }

    private record Changes(Times applied, Times thereAndBack, long micros) {}

    private Changes changes(ControlApi api) throws IOException, InterruptedException {
        long[] applied = new long[options.changes()];
        long[] thereAndBack = new long[options.changes()];
        long microsBefore = 0;
        for (int i = -options.changes(); i < options.changes(); i++) {
            if (i == 0) {
                microsBefore = children.processorMicros();
            }
            AppliedChanges before = api.appliedChanges();
            long begun = System.nanoTime();
            api.invalidate("bench", "/pages/" + i + "/*");
            long ended = System.nanoTime();
            AppliedChanges after = api.appliedChanges();
            while (after.count() == before.count()) {
                // Completed is told to whoever asks a moment before it is counted.
                after = api.appliedChanges();
            }
            if (i >= 0) {
                applied[i] = (long) ((after.seconds() - before.seconds()) * 1e9);
                thereAndBack[i] = ended - begun;
            }
        }
        return new Changes(
                new Times(applied),
                new Times(thereAndBack),
                (children.processorMicros() - microsBefore) / options.changes());
    }

    private void node(String role, int number, int port, ControlPlane control) throws IOException {
        String name = role + "-" + number;
        String listener = role.equals("edge") ? """
                listeners:
                  - host: 127.0.0.1
                    port: %d
                geography: {}""".formatted(port) : """
                listener:
                  host: 127.0.0.1
                  port: %d""".formatted(port);
        Path config = Files.writeString(root.path().resolve(name + ".yaml"), """
                node:
                  id: %1$s
                  region: bench
                  location: BENCH50-P1
                  latitude: 0
                  longitude: 0
                %2$s
                management:
                  host: 127.0.0.1
                  port: 0
                %3$s
                data: %4$s
                cache:
                  memory: 64MiB
                drain:
                  readinessDelay: 0s
                """.formatted(
                        name, listener, control.network().strip(), root.path().resolve(name)));
        start(name, List.of(role, "--config", config.toString()));
    }

    private void start(String name, List<String> arguments) throws IOException {
        children.start(
                perigee.with(arguments), Map.of(), root.path(), root.path().resolve(name + ".log"));
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
