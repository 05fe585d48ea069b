package io.perigee.functions.javascript;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the calls of one function may compute together. A call that is stopped costs a hundred usual ones and takes a processor from whatever
 * else the node does; so a function that computes long in call after call gets no more than a small share of one, and one that does so now and
 * then is not held back at all: each call earns {@link #PER_CALL}.
 *
 * <p>A leaky bucket of debt (the virtual scheduling form of ITU-T I.371's generic cell rate algorithm): one number says until when the node has
 * worked ahead for the function.
 */
final class ComputeAllowance {
    /** What calls may take on average: more than CloudFront lets any call take. */
    static final Duration PER_CALL = Duration.ofMillis(2);

    /** What all that is beyond may take of one processor, and at once. */
    private static final int PART = 100;

    private static final Duration BURST = Duration.ofSeconds(1);

    private static final long MOST_AHEAD = BURST.toNanos() * PART;

    private final AtomicLong paidUntil;

    ComputeAllowance(long nowNanos) {
        paidUntil = new AtomicLong(nowNanos);
    }

    /** Whether a call may run now; {@link #charge} follows if it does. */
    boolean admits(long nowNanos) {
        return paidUntil.get() - nowNanos < MOST_AHEAD;
    }

    /**
     * A call has ended.
     *
     * @param cpuNanos that the node spent on it
     */
    void charge(long cpuNanos, long nowNanos) {
        long cost = (cpuNanos - PER_CALL.toNanos()) * PART;
        if (cost <= 0 && paidUntil.get() - nowNanos <= 0) {
            return;
        }
        paidUntil.updateAndGet(paid -> {
            long from = paid - nowNanos > 0 ? paid : nowNanos;
            return from + cost - nowNanos > 0 ? from + cost : nowNanos;
        });
    }
}
