package io.perigee.functions.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every 20 ms at all that may take too long. A thread of its own, because Vert.x timers stand still on the very
 * event loop that a function blocks; and one sweep for all, because a timer per call would cost every call.
 */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long INTERVAL_MILLIS = 20;

    /** Something with a time limit. */
    interface Watched {
        /** Does what is due at that time. */
        void check(long nowNanos);
    }

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable ->
            Thread.ofPlatform().daemon().name("perigee-function-watchdog").unstarted(runnable));

    Watchdog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::checkAll, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void watch(Watched one) {
        watched.add(one);
    }

    void forget(Watched one) {
        watched.remove(one);
    }

    void checkAll() {
        long now = now();
        for (Watched one : watched) {
            try {
                one.check(now);
            } catch (RuntimeException | Error e) {
                LOG.error("a time limit could not be enforced", e);
            }
        }
    }

    void stop() {
        thread.shutdownNow();
    }
}
