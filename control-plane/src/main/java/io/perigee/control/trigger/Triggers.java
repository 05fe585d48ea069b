package io.perigee.control.trigger;

import io.perigee.control.invocation.Dispatcher;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second for rules that fire. Every control plane does: the database sees to it that each fires once. */
public final class Triggers {

    private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final EventRules rules;
    private final RuleRunner runner;
    private final LongUnaryOperator completed;
    private final Dispatcher dispatcher;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long timer = -1;

    /**
     * Does nothing until it is started.
     *
     * @param threads for the database
     * @param completed gives the last entry of the log that all nodes have, as far as it matters for an entry; may block
     */
    public Triggers(
            Vertx vertx,
            WorkerExecutor threads,
            EventRules rules,
            RuleRunner runner,
            LongUnaryOperator completed,
            Dispatcher dispatcher) {
        this.vertx = vertx;
        this.threads = threads;
        this.rules = rules;
        this.runner = runner;
        this.completed = completed;
        this.dispatcher = dispatcher;
    }

    public EventRules rules() {
        return rules;
    }

    public void start() {
        timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, id -> look());
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        threads.executeBlocking(() -> runner.run(completed), false)
                .onSuccess(queued -> {
                    if (queued > 0) {
                        dispatcher.wake();
                    }
                })
                .onFailure(cause -> LOG.warn("rules could not fire, they will later: {}", cause.toString()))
                .onComplete(done -> looking.set(false));
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }
}
