package io.perigee.control.api;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Runs what blocks on threads that may. */
public final class Work {

    private final WorkerExecutor threads;

    public Work(WorkerExecutor threads) {
        this.threads = threads;
    }

    /** The result of work that returns something; the future completes on the caller's event loop. */
    public <T> Future<T> run(Callable<T> work) {
        return threads.executeBlocking(work, false).map(result -> Objects.requireNonNull(result));
    }
}
