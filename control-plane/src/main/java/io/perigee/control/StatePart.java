package io.perigee.control;

import io.perigee.control.api.Work;
import io.perigee.node.process.NodePart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database and the files, and the threads that may wait for them. */
final class StatePart implements NodePart {

    private static final Logger LOG = LoggerFactory.getLogger(StatePart.class);

    /** Writers wait for each other anyway; the others are for readers. */
    private static final int THREADS = 8;

    private static final long RELOAD_TOKENS_MILLIS = 5_000;

    private static final Duration FORGET_OUTPUT_EVERY = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final ControlConfig config;
    private final WorkerExecutor threads;
    private final Work work;
    private long reloadTimer = -1;
    private long forgetTimer = -1;
    private volatile @Nullable OpenedState opened;

    StatePart(Vertx vertx, ControlConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.threads = vertx.createSharedWorkerExecutor("perigee-store-" + config.id(), THREADS);
        this.work = new Work(threads);
    }

    Work work() {
        return work;
    }

    /** The threads of {@link #work}. */
    WorkerExecutor threads() {
        return threads;
    }

    OpenedState opened() {
        OpenedState state = opened;
        if (state == null) {
            throw new IllegalStateException("the store is not open");
        }
        return state;
    }

    Optional<String> problem() {
        return opened == null ? Optional.of("the store is not open") : Optional.empty();
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Future<Void> start() {
        return work.run(() -> OpenedState.open(config))
                .onSuccess(state -> {
                    opened = state;
                    reloadTimer = vertx.setPeriodic(
                            RELOAD_TOKENS_MILLIS,
                            id -> threads.executeBlocking(
                                    () -> {
                                        state.tokens().reload();
                                        return state;
                                    },
                                    false));
                    forgetTimer = vertx.setPeriodic(FORGET_OUTPUT_EVERY.toMillis(), id -> forgetOutput(state));
                })
                .mapEmpty();
    }

    private void forgetOutput(OpenedState state) {
        work.run(() -> {
                    state.outputs().forget(FORGET_OUTPUT_EVERY);
                    return state;
                })
                .onFailure(cause -> LOG.warn("old output of functions could not be deleted: {}", cause.toString()));
    }

    @Override
    public Future<Void> stop() {
        vertx.cancelTimer(reloadTimer);
        vertx.cancelTimer(forgetTimer);
        OpenedState state = opened;
        opened = null;
        if (state != null) {
            state.store().close();
        }
        return threads.close();
    }
}
