package io.perigee.functions.lambda;

import java.time.Duration;

/**
 * The processor time of one environment's call, as far as looks at it every now and then tell. Not for use by several threads at a time, but
 * for {@link #goesOn}.
 */
final class ComputedTime {
    /** A call that has taken less is one of many: it waits for something, or ends soon. */
    private static final Duration LONG = Duration.ofMillis(100);

    private static final long NONE = -1;

    private long first = NONE;
    private long last;
    private volatile boolean goesOn;

    /** A call begins. */
    void begin() {
        first = NONE;
        last = 0;
        goesOn = false;
    }

    /**
     * The environment has used so much since it was started.
     *
     * @return whether a call that was computing for long does so no more, though it has not ended
     */
    boolean look(long cpuNanos) {
        if (first == NONE) {
            first = cpuNanos;
            last = cpuNanos;
            return false;
        }
        boolean before = goesOn;
        // Children that end without being waited for take their time with them.
        goesOn = cpuNanos > last && cpuNanos - first >= LONG.toNanos();
        last = cpuNanos;
        return before && !goesOn;
    }

    /** Its call has ended. */
    void end() {
        goesOn = false;
    }

    /** Whether its call has been computing for long, and still does. */
    boolean goesOn() {
        return goesOn;
    }
}
