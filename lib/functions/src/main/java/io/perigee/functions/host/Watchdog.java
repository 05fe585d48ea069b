package io.perigee.functions.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every 20 ms at all that may take too long. A thread of its own, because Vert.x timers stand still on the very
 * event loop that a function blocks; and one sweep for all, because a timer per call would cost every call.
 *
 * <p>When there has been nothing to look at for a second, it sleeps until there is. So a node without calls is not woken, one with
 * many calls never pays for waking the watchdog, and one with few pays for it once a second.
 */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int IDLE_SWEEPS = 50;

    /** Something with a time limit. */
    interface Watched {
        /** Does what is due at that time. */
        void check(long nowNanos);
    }

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("perigee-function-watchdog").unstarted(this::sweepUntilStopped);
    private volatile boolean asleep;
    private volatile boolean stopped;

    Watchdog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void start() {
        thread.start();
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void watch(Watched one) {
        watched.add(one);
        // The set is written before this is read, and the sleeper writes this before it reads the set: one of the two
        // sees the other.
        if (asleep) {
            LockSupport.unpark(thread);
        }
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

    private void sweepUntilStopped() {
        int idle = 0;
        while (!stopped) {
            LockSupport.parkNanos(this, INTERVAL_NANOS);
            checkAll();
            idle = watched.isEmpty() ? idle + 1 : 0;
            if (idle >= IDLE_SWEEPS) {
                sleep();
                idle = 0;
            }
        }
    }

    private void sleep() {
        asleep = true;
        while (watched.isEmpty() && !stopped) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    boolean isAsleep() {
        return asleep;
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
