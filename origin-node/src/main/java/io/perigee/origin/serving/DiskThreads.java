package io.perigee.origin.serving;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The threads that wait for the disk, so that event loops need not. */
public final class DiskThreads {

    private final WorkerExecutor executor;

    /**
     * A pool of its own; threads start as they are needed.
     *
     * @param name tells it from others of the same Vert.x
     * @param threads at most, at least 1
     */
    public DiskThreads(Vertx vertx, String name, int threads) {
        this.executor = vertx.createSharedWorkerExecutor(name, threads);
    }

    /** Does something that blocks; what the future completes runs on the caller's event loop. */
    public <T> Future<T> call(Callable<T> work) {
        return executor.<T>executeBlocking(work, false).map(result -> Objects.requireNonNull(result));
    }

    /** Does something that blocks and has no result. */
    public Future<Void> run(BlockingAction work) {
        return call(() -> {
                    work.run();
                    return this;
                })
                .mapEmpty();
    }

    /** Ends the threads. */
    public Future<Void> close() {
        return executor.close();
    }

    /** Something that blocks. */
    @FunctionalInterface
    public interface BlockingAction {

        /** Does it. */
        void run() throws Exception;
    }
}
