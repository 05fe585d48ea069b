package io.perigee.control.invocation;

import io.perigee.control.background.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the invocations of the queue that are due, some at a time. It looks twice a second, and as soon as it is woken. Whatever it does not
 * get to note down is tried again when its lease has ended, here or by another control plane.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final long LOOK_EVERY_MILLIS = 500;

    /** What this control plane tries at a time; each has a payload of up to 256 KiB in memory. */
    private static final int MOST_AT_A_TIME = 100;

    private final WorkerExecutor threads;
    private final InvocationQueue queue;
    private final Invoker invoker;
    private final Rounds rounds;

    /** @param threads for the database */
    public Dispatcher(Vertx vertx, WorkerExecutor threads, InvocationQueue queue, Invoker invoker) {
        this.threads = threads;
        this.queue = queue;
        this.invoker = invoker;
        rounds = new Rounds(vertx, LOOK_EVERY_MILLIS, this::look);
    }

    public void start() {
        rounds.start();
    }

    /** There may be something to do. */
    public void wake() {
        rounds.wake();
    }

    private Future<Boolean> look() {
        int room = MOST_AT_A_TIME - rounds.underWay();
        Future<List<InvocationQueue.Leased>> taken = room > 0
                ? threads.executeBlocking(() -> queue.take(room), false).map(list -> Objects.requireNonNull(list))
                : Future.succeededFuture(List.of());
        return taken.onFailure(cause -> LOG.warn("the queue of invocations could not be read: {}", cause.toString()))
                .map(due -> {
                    due.forEach(this::attempt);
                    return !due.isEmpty();
                });
    }

    private void attempt(InvocationQueue.Leased leased) {
        rounds.begun();
        var invocation = leased.invocation();
        invoker.invoke(new Wanted(
                        invocation.id(),
                        invocation.function(),
                        invocation.qualifier(),
                        invocation.region(),
                        invocation.payload()))
                .compose(attempt -> threads.executeBlocking(
                        () -> {
                            queue.settle(leased, attempt);
                            return attempt;
                        },
                        false))
                .onFailure(cause -> LOG.warn(
                        "what came of invocation {} of {} could not be noted, it will be tried again: {}",
                        invocation.id(),
                        invocation.function(),
                        cause.toString()))
                .onComplete(done -> rounds.ended());
    }

    /** Takes nothing up any more, and completes when what is being tried is done, at the latest after that time. */
    public Future<Void> drain(Duration limit) {
        return rounds.drain(limit);
    }

    /** Takes nothing up any more; what is being tried is left to whoever finds its lease ended. */
    public void stop() {
        rounds.stop();
    }
}
