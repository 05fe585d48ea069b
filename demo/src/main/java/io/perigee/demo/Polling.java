package io.perigee.demo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nobody announces. */
public final class Polling {

    private static final long PAUSE_NANOS = 50_000_000;

    private Polling() {}

    /**
     * Asks every 50 ms until the answer is yes; blocks meanwhile.
     *
     * @return whether it was yes within the limit
     */
    public static boolean until(Duration limit, Callable<Boolean> question) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!question.call()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
