package io.perigee.control.deployment;

import io.perigee.control.invocation.Invoker;
import io.perigee.control.output.HealthSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the steps of deployments be made: once a second, and as soon as it is woken. Every control plane has one: which of them makes a step is decided
 * by who stores it first, and who calls a hook by a lease.
 */
public final class Driver {

    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final long ASK_EVERY_MILLIS = 250;

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final Deployments deployments;
    private final Steps steps;
    private final Invoker invoker;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean lookAgain = new AtomicBoolean();
    private final AtomicInteger asking = new AtomicInteger();
    private final Promise<Void> idle = Promise.promise();
    private volatile boolean stopping;
    private volatile long timer = -1;

    /** @param threads for the database */
    public Driver(
            Vertx vertx,
            WorkerExecutor threads,
            Deployments deployments,
            Invoker invoker,
            HealthSource health,
            InstantSource clock) {
        this.vertx = vertx;
        this.threads = threads;
        this.deployments = deployments;
        this.steps = new Steps(deployments, health, clock);
        this.invoker = invoker;
    }

    public Deployments deployments() {
        return deployments;
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
        threads.executeBlocking(steps::make, false)
                .onFailure(cause -> LOG.warn("deployments could not be read: {}", cause.toString()))
                .onComplete(done -> {
                    looking.set(false);
                    if (done.succeeded()) {
                        Objects.requireNonNull(done.result()).forEach(this::ask);
                        if (lookAgain.get()) {
                            wake();
                        }
                    }
                    endIfIdle();
                });
    }

    private void ask(Steps.Question question) {
        asking.incrementAndGet();
        invoker.invoke(question.hook().asked(question.deployment()))
                .map(Verdict::of)
                .compose(verdict -> threads.executeBlocking(() -> steps.heard(question, verdict), false))
                .onFailure(cause -> LOG.warn(
                        "what a hook of deployment {} said could not be noted, it will be called again: {}",
                        question.deployment().id(),
                        cause.toString()))
                .onComplete(done -> {
                    asking.decrementAndGet();
                    wake();
                    endIfIdle();
                });
    }

    /** The deployment when it is not as {@code seen} any more or has ended, or after that time, or when this control plane ends. */
    public Future<Deployment> whenChanged(Deployment seen, Duration limit) {
        if (seen.stage().isEnd() || limit.toMillis() < ASK_EVERY_MILLIS || stopping) {
            return Future.succeededFuture(seen);
        }
        return vertx.timer(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS)
                .compose(passed -> threads.executeBlocking(
                        () -> deployments
                                .find(seen.function(), seen.alias(), seen.id())
                                .orElse(seen),
                        false))
                .map(now -> Objects.requireNonNull(now))
                .compose(now -> now.equals(seen)
                        ? whenChanged(seen, limit.minusMillis(ASK_EVERY_MILLIS))
                        : Future.succeededFuture(now));
    }

    private void endIfIdle() {
        if (stopping && asking.get() == 0 && !looking.get()) {
            idle.tryComplete();
        }
    }

    /** Makes no more steps, and completes when no hook is being called, at the latest after that time. */
    public Future<Void> drain(Duration limit) {
        stop();
        endIfIdle();
        return idle.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** Makes no more steps; a hook that is being called is called again by whoever finds its lease ended. */
    public void stop() {
        stopping = true;
        vertx.cancelTimer(timer);
    }
}
