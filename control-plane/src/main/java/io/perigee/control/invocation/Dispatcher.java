package io.perigee.control.invocation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final InvocationQueue queue;
    private final Invoker invoker;
    private final AtomicInteger beingTried = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookAgain = new AtomicBoolean();
    private final Promise<Void> idle = Promise.promise();
    private volatile boolean stopping;
    private volatile long timer = -1;

    /** @param threads for the database */
    public Dispatcher(Vertx vertx, WorkerExecutor threads, InvocationQueue queue, Invoker invoker) {
        this.vertx = vertx;
        this.threads = threads;
        this.queue = queue;
        this.invoker = invoker;
    }

    public void start() {
        timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, id -> wake());
        wake();
    }

    /** There may be something to do. */
    public void wake() {
        lookAgain.set(true);
        if (stopping || !looking.compareAndSet(false, true)) {
            return;
        }
        lookAgain.set(false);
        int room = MOST_AT_A_TIME - beingTried.get();
        Future<List<InvocationQueue.Leased>> taken = room > 0
                ? threads.executeBlocking(() -> queue.take(room), false).map(list -> Objects.requireNonNull(list))
                : Future.succeededFuture(List.of());
        taken.onFailure(cause -> LOG.warn("the queue of invocations could not be read: {}", cause.toString()))
                .onComplete(done -> {
                    looking.set(false);
                    if (done.succeeded()) {
                        done.result().forEach(this::attempt);
                        if (lookAgain.get() || !done.result().isEmpty()) {
                            wake();
                        }
                    }
                    endIfIdle();
                });
    }

    private void attempt(InvocationQueue.Leased leased) {
        beingTried.incrementAndGet();
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
                .onComplete(done -> {
                    beingTried.decrementAndGet();
                    wake();
                    endIfIdle();
                });
    }

    private void endIfIdle() {
        if (stopping && beingTried.get() == 0 && !looking.get()) {
            idle.tryComplete();
        }
    }

    /** Takes nothing up any more, and completes when what is being tried is done, at the latest after that time. */
    public Future<Void> drain(Duration limit) {
        stopping = true;
        vertx.cancelTimer(timer);
        endIfIdle();
        return idle.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** Takes nothing up any more; what is being tried is left to whoever finds its lease ended. */
    public void stop() {
        stopping = true;
        vertx.cancelTimer(timer);
    }
}
