package io.perigee.node.process;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: its parts, started in order and stopped in reverse.
 *
 * <pre>
 *   start:  part 1 … part n; a part that fails stops those before it, in reverse
 *   stop:   readiness false, all parts leave → wait → all parts drain, requests in flight end → part n … part 1 stop
 * </pre>
 *
 * <p>Every step of a stop has a time limit, so it ends, whatever hangs. In-process use (demo, tests) calls
 * {@link #start} and {@link #stop}; a command calls {@link ProcessSignals#stopOnSignal} as well.
 */
public final class NodeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final String DRAINING = "draining";

    private final Vertx vertx;
    private final String name;
    private final DrainConfig drain;
    private final List<NodePart> parts;
    private final Readiness readiness;
    private final RequestsInFlight requests;
    private final ReadinessLog readinessLog;
    private final Deque<NodePart> started = new ArrayDeque<>();
    private @Nullable Future<Void> stopping;

    /**
     * A node that is not started yet.
     *
     * @param name for log lines, such as {@code edge-fra-1}
     * @param parts in the order in which they start
     * @param readiness gets a check named {@code draining}
     * @param requests those that a stop waits for
     */
    public NodeProcess(
            Vertx vertx,
            String name,
            DrainConfig drain,
            List<NodePart> parts,
            Readiness readiness,
            RequestsInFlight requests) {
        this.vertx = vertx;
        this.name = name;
        this.drain = drain;
        this.parts = List.copyOf(parts);
        this.readiness = readiness;
        this.requests = requests;
        this.readinessLog = new ReadinessLog(name, readiness);
    }

    public String name() {
        return name;
    }

    /** Starts the parts one after the other. On a failure those that had started are stopped, then the future fails. */
    public Future<Void> start() {
        long begin = System.nanoTime();
        Future<Void> progress = Future.succeededFuture();
        for (NodePart part : parts) {
            progress = progress.compose(v -> startPart(part));
        }
        return progress.onSuccess(v -> {
                    LOG.info("{}: started in {} ms", name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                    readinessLog.start(vertx);
                })
                .recover(failure -> stopParts().transform(v -> Future.failedFuture(failure)));
    }

    private Future<Void> startPart(NodePart part) {
        synchronized (this) {
            if (stopping != null) {
                return Future.failedFuture(name + " was stopped while it started");
            }
            started.push(part);
        }
        return part.start()
                .onFailure(failure -> LOG.debug("{}: {} did not start: {}", name, part.name(), failure.toString()));
    }

    /**
     * Drains and stops; a second call joins the first. Completes within the sum of the configured limits. Fails if
     * something had to be cut or left behind, after everything else has stopped.
     */
    public synchronized Future<Void> stop() {
        if (stopping == null) {
            readinessLog.stop(vertx);
            LOG.info("{}: draining, {} requests in flight", name, requests.count());
            readiness.check(DRAINING, () -> Optional.of("the node is going away"));
            started.forEach(NodePart::leave);
            List<Throwable> failures = new ArrayList<>();
            stopping = after(drain.readinessDelay())
                    .compose(v -> drainParts())
                    .otherwise(failure -> noted(failures, failure))
                    .compose(v -> stopParts())
                    .otherwise(failure -> noted(failures, failure))
                    .compose(v ->
                            failures.isEmpty() ? Future.<Void>succeededFuture() : Future.failedFuture(failures.get(0)));
        }
        return stopping;
    }

    private static @Nullable Void noted(List<Throwable> failures, Throwable failure) {
        failures.add(failure);
        return null;
    }

    private Future<Void> after(Duration delay) {
        if (delay.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(delay.toMillis(), id -> promise.complete());
        return promise.future();
    }

    private Future<Void> drainParts() {
        Duration limit = drain.requestLimit();
        List<Future<Void>> drains = new ArrayList<>();
        synchronized (this) {
            started.forEach(part -> drains.add(part.drain(limit)));
        }
        drains.add(requests.whenNone());
        return Future.join(drains)
                .<Void>mapEmpty()
                .timeout(limit.toMillis() + 1_000, TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warn(
                        "{}: {} requests were cut after {} ms: {}",
                        name,
                        requests.count(),
                        limit.toMillis(),
                        failure.toString()));
    }

    private Future<Void> stopParts() {
        Deque<NodePart> remaining;
        synchronized (this) {
            remaining = new ArrayDeque<>(started);
            started.clear();
        }
        Future<Void> progress = Future.succeededFuture();
        List<Throwable> failures = new ArrayList<>();
        for (NodePart part : remaining) {
            progress = progress.compose(v -> stopPart(part).otherwise(failure -> noted(failures, failure)));
        }
        return progress.compose(
                v -> failures.isEmpty() ? Future.succeededFuture() : Future.failedFuture(failures.get(0)));
    }

    private Future<Void> stopPart(NodePart part) {
        return part.stop()
                .timeout(drain.partLimit().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warn("{}: {} did not stop: {}", name, part.name(), failure.toString()));
    }

    /** How long a stop takes at most. */
    public Duration longestStop() {
        return drain.readinessDelay()
                .plus(drain.requestLimit())
                .plusSeconds(2)
                .plus(drain.partLimit().multipliedBy(parts.size()));
    }
}
