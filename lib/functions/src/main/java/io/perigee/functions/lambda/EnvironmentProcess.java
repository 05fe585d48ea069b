package io.perigee.functions.lambda;

import io.perigee.functions.lambda.process.Place;
import io.perigee.functions.lambda.process.ProcessTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one environment: the port that it talks to, the place where it runs, and what it prints. Started once, and killed
 * once with all that it has started.
 */
final class EnvironmentProcess {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProcess.class);

    private final LambdaFunction function;
    private final LambdaNode node;
    private final String name;
    private final RuntimeApi api;
    private final Promise<Void> gone = Promise.promise();

    // Guarded by this.
    private @Nullable Place place;
    private @Nullable Process process;
    private @Nullable OutputLines lines;
    private boolean killed;

    EnvironmentProcess(LambdaFunction function, LambdaNode node, String name, RuntimeApi.Listener listener) {
        this.function = function;
        this.node = node;
        this.name = name;
        api = new RuntimeApi(node.vertx(), listener, this::isOwnPort);
    }

    /**
     * Starts it.
     *
     * @param provisioned what the process is told of why it is there
     * @param exited gets its exit status when it ends
     * @return completes when it runs, or has been killed already
     */
    Future<Void> start(boolean provisioned, Consumer<Integer> exited) {
        return api.listen()
                .compose(address -> node.vertx()
                        .executeBlocking(
                                () -> {
                                    launch(address, provisioned, exited);
                                    return null;
                                },
                                false));
    }

    private void launch(String address, boolean provisioned, Consumer<Integer> exited) throws IOException {
        Place opened = node.sandbox()
                .open(name)
                .orElseThrow(() -> new IllegalStateException("all users of environments are taken"));
        synchronized (this) {
            if (killed) {
                node.sandbox().free(opened);
                return;
            }
            place = opened;
        }
        ProcessBuilder builder = new ProcessBuilder(node.sandbox().wrap(opened, function.code(), function.command()))
                .directory(function.code().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(function.variables(address, name, provisioned));
        builder.environment().putAll(node.sandbox().variables(opened));
        Process started;
        try {
            started = builder.start();
        } catch (IOException notStarted) {
            synchronized (this) {
                place = null;
            }
            node.sandbox().free(opened);
            throw notStarted;
        }
        boolean late;
        synchronized (this) {
            process = started;
            lines = new OutputLines(
                    node.output(),
                    function.id(),
                    started.getInputStream(),
                    node.settings().outputBytesPerSecond(),
                    node.now());
            late = killed;
        }
        if (late) {
            kill();
        }
        var unused = started.onExit().thenAccept(ended -> exited.accept(ended.exitValue()));
    }

    private boolean isOwnPort(int port) {
        Place mine;
        Process leader;
        synchronized (this) {
            mine = place;
            leader = process;
        }
        return mine != null && leader != null && node.sandbox().isConnectedFrom(mine, leader.pid(), port, api.port());
    }

    /** Asks it to end ({@code SIGTERM}); whoever asks kills it a little later. */
    void terminate() {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running == null) {
            kill();
        } else {
            var unused = running.toHandle().destroy();
            var unusedToo = running.onExit().thenAccept(ended -> kill());
        }
    }

    /** Ends it, whatever it does. */
    void kill() {
        Process running;
        Place mine;
        synchronized (this) {
            killed = true;
            running = process;
            mine = place;
            if (running == null && mine != null) {
                // It is being started, and is killed when it has been.
                return;
            }
            place = null;
        }
        api.close();
        if (running != null) {
            // By its handle: Process.destroyForcibly() would throw away what it has printed.
            var unused = running.toHandle().destroyForcibly();
        }
        if (mine != null && running != null) {
            release(mine, running.pid());
        } else if (running == null) {
            gone.tryComplete();
        }
    }

    private void release(Place mine, long leader) {
        node.vertx()
                .executeBlocking(
                        () -> {
                            node.sandbox().close(mine, leader);
                            return null;
                        },
                        false)
                .onFailure(cause -> LOG.error("{} of {} cannot be cleaned", mine, function.id(), cause))
                .onComplete(done -> gone.tryComplete());
    }

    /** Completes when nothing of it is left. */
    Future<Void> gone() {
        return gone.future();
    }

    /** Null until it has been started. */
    synchronized @Nullable OutputLines lines() {
        return lines;
    }

    /**
     * What it and all that it has started use.
     *
     * @param residentBytes of memory, now
     * @param cpuNanos of processor time, since it was started
     */
    record Use(long residentBytes, long cpuNanos) {}

    /** Empty where nothing runs. */
    Optional<Use> use(ProcessTable table) {
        Place mine;
        Process leader;
        synchronized (this) {
            mine = place;
            leader = process;
        }
        if (mine == null || leader == null) {
            return Optional.empty();
        }
        long bytes = 0;
        long nanos = 0;
        for (ProcessTable.Entry entry : node.sandbox().processes(table, mine, leader.pid())) {
            bytes += entry.residentBytes();
            nanos += entry.cpuNanos();
        }
        return Optional.of(new Use(bytes, nanos));
    }

    /** Whether it has written more files than it may. */
    boolean isDiskFull() {
        Place mine;
        synchronized (this) {
            mine = place;
        }
        return mine != null && node.sandbox().isTemporaryFull(mine);
    }
}
