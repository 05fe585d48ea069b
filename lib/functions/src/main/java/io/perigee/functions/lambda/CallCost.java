package io.perigee.functions.lambda;

import java.time.Duration;

/**
 * What one environment's call costs the node, as far as looks at it every now and then tell: it is high while the call has used a
 * processor for long and still does, or prints more than is read. Not for use by several threads at a time, but for {@link #isHigh}.
 */
final class CallCost {
    /** A call that has taken less is one of many: it waits for something, or ends soon. */
    private static final Duration LONG = Duration.ofMillis(100);

    private static final long NONE = -1;

    private long first = NONE;
    private long last;
    private volatile boolean high;

    /** A call begins. */
    void begin() {
        first = NONE;
        last = 0;
        high = false;
    }

    /**
     * The environment has used so much since it was started.
     *
     * @param heldUp whether it waits because it prints more than may be read
     * @return whether the cost was high, and is no more though the call has not ended
     */
    boolean look(long cpuNanos, boolean heldUp) {
        if (first == NONE) {
            first = cpuNanos;
            last = cpuNanos;
        }
        boolean before = high;
        // Children that end without being waited for take their time with them.
        high = heldUp || (cpuNanos > last && cpuNanos - first >= LONG.toNanos());
        last = cpuNanos;
        return before && !high;
    }

    /** Its call has ended. */
    void end() {
        high = false;
    }

    /** Whether its call has been costing much, and still does. */
    boolean isHigh() {
        return high;
    }
}
