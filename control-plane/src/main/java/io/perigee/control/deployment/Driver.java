package io.perigee.control.deployment;

import io.perigee.control.background.Rounds;
import io.perigee.control.invocation.Invoker;
import io.perigee.control.output.HealthSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    private final Rounds rounds;

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
        rounds = new Rounds(vertx, LOOK_EVERY_MILLIS, this::look);
    }

    public Deployments deployments() {
        return deployments;
    }

    public void start() {
        rounds.start();
    }

    /** There may be something to do. */
    public void wake() {
        rounds.wake();
    }

    private Future<Boolean> look() {
        return threads.executeBlocking(steps::make, false)
                .onFailure(cause -> LOG.warn("deployments could not be read: {}", cause.toString()))
                .map(questions -> {
                    Objects.requireNonNull(questions).forEach(this::ask);
                    return false;
                });
    }

    private void ask(Steps.Question question) {
        rounds.begun();
        invoker.invoke(question.hook().asked(question.deployment()))
                .map(Verdict::of)
                .compose(verdict -> threads.executeBlocking(() -> steps.heard(question, verdict), false))
                .onFailure(cause -> LOG.warn(
                        "what a hook of deployment {} said could not be noted, it will be called again: {}",
                        question.deployment().id(),
                        cause.toString()))
                .onComplete(done -> rounds.ended());
    }

    /** The deployment when it is not as {@code seen} any more or has ended, or after that time, or when this control plane ends. */
    public Future<Deployment> whenChanged(Deployment seen, Duration limit) {
        if (seen.stage().isEnd() || limit.toMillis() < ASK_EVERY_MILLIS || rounds.isStopping()) {
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

    /** Makes no more steps, and completes when no hook is being called, at the latest after that time. */
    public Future<Void> drain(Duration limit) {
        return rounds.drain(limit);
    }

    /** Makes no more steps; a hook that is being called is called again by whoever finds its lease ended. */
    public void stop() {
        rounds.stop();
    }
}
