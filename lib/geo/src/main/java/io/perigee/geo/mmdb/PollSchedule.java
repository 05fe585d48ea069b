package io.perigee.geo.mmdb;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task again and again; the seam between {@link MmdbDatabase#watch} and a clock. */
@FunctionalInterface
public interface PollSchedule {

    /** Stops the repetition. */
    @FunctionalInterface
    interface Cancellation extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs the task every period from one period on, never twice at once, on a thread that may block on file I/O. */
    Cancellation every(Duration period, Runnable task);

    static PollSchedule on(ScheduledExecutorService executor) {
        return (period, task) -> {
            ScheduledFuture<?> future =
                    executor.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }
}
