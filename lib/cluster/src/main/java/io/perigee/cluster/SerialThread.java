package io.perigee.cluster;

import io.perigee.cluster.log.Turns;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that takes turns. After closing, tasks are dropped. */
final class SerialThread implements Turns, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SerialThread.class);

    private final ScheduledThreadPoolExecutor executor;

    SerialThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            var unused = executor.schedule(() -> logged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("Dropped a task after closing", closed);
        }
    }

    /** Runs {@code task} now and then {@code interval} after it has ended, until closed. */
    void every(Duration interval, Runnable task) {
        execute(() -> {
            try {
                logged(task);
            } finally {
                after(interval, () -> every(interval, task));
            }
        });
    }

    /** A task that fails must not end the ones that come after it. */
    private static void logged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A task of the cluster's failed", e);
        }
    }

    /** Drops what waits, and waits for what runs, five seconds at most. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A task of the cluster's does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
