package io.perigee.control.trigger;

import static java.util.Objects.requireNonNull;

import io.perigee.control.background.Rounds;
import io.perigee.control.invocation.Dispatcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second for rules that fire. Every control plane does: the database sees to it that each fires once. */
public final class Triggers {

    private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final WorkerExecutor threads;
    private final EventRules rules;
    private final RuleRunner runner;
    private final LongUnaryOperator completed;
    private final Dispatcher dispatcher;
    private final Rounds rounds;

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
        this.threads = threads;
        this.rules = rules;
        this.runner = runner;
        this.completed = completed;
        this.dispatcher = dispatcher;
        rounds = new Rounds(vertx, LOOK_EVERY_MILLIS, this::look);
    }

    public EventRules rules() {
        return rules;
    }

    public void start() {
        rounds.start();
    }

    private Future<Boolean> look() {
        return threads.executeBlocking(() -> runner.run(completed), false)
                .onFailure(cause -> LOG.warn("rules could not fire, they will later: {}", cause.toString()))
                .map(queued -> {
                    if (requireNonNull(queued) > 0) {
                        dispatcher.wake();
                    }
                    return false;
                });
    }

    public void stop() {
        rounds.stop();
    }
}
