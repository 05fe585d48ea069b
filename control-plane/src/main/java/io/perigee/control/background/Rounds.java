package io.perigee.control.background;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Looks for work at intervals, and as soon as it is woken; one look at a time. What a look has found may be under way for longer than the look
 * ({@link #begun}, {@link #ended}); a drain waits for it. Thread-safe.
 */
public final class Rounds {

    private final Vertx vertx;
    private final long everyMillis;
    private final Supplier<Future<Boolean>> look;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookAgain = new AtomicBoolean();
    private final Promise<Void> idle = Promise.promise();
    private volatile boolean stopping;
    private volatile long timer = -1;

    /**
     * Does nothing until it is started.
     *
     * @param look looks once, and begins what it finds; true: there may be more at once. After one that fails there is none before the next
     *     interval
     */
    public Rounds(Vertx vertx, long everyMillis, Supplier<Future<Boolean>> look) {
        this.vertx = vertx;
        this.everyMillis = everyMillis;
        this.look = look;
    }

    public void start() {
        timer = vertx.setPeriodic(everyMillis, id -> wake());
        wake();
    }

    /** There may be something to do. */
    public void wake() {
        lookAgain.set(true);
        if (stopping || !looking.compareAndSet(false, true)) {
            return;
        }
        lookAgain.set(false);
        look.get().onComplete(done -> {
            looking.set(false);
            if (done.succeeded() && (lookAgain.get() || done.result())) {
                wake();
            }
            endIfIdle();
        });
    }

    /** One more is under way. */
    public void begun() {
        underWay.incrementAndGet();
    }

    /** One of them is done, and may have left something to do. */
    public void ended() {
        underWay.decrementAndGet();
        wake();
        endIfIdle();
    }

    /** How many are under way. */
    public int underWay() {
        return underWay.get();
    }

    public boolean isStopping() {
        return stopping;
    }

    private void endIfIdle() {
        if (stopping && underWay.get() == 0 && !looking.get()) {
            idle.tryComplete();
        }
    }

    /** Looks no more, and completes when nothing is under way, at the latest after that time. */
    public Future<Void> drain(Duration limit) {
        stop();
        endIfIdle();
        return idle.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** Looks no more. */
    public void stop() {
        stopping = true;
        vertx.cancelTimer(timer);
    }
}
