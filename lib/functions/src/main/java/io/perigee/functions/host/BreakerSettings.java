package io.perigee.functions.host;

import java.time.Duration;

/**
 * When a verticle that keeps failing is left alone. Calls fail at once (503) while the breaker is open, so that callers neither wait for
 * time limits nor pile up behind whatever the function waits for.
 *
 * @param window over which calls are counted; 1 second or more
 * @param minimumCalls fewer calls in a window never open it; from 1
 * @param errorShare of the calls of a window that errors, invalid results and timeouts must reach to open it; more than 0, to 1
 * @param openFor how long it stays open before one call is let through to try; more than zero
 */
public record BreakerSettings(Duration window, int minimumCalls, double errorShare, Duration openFor) {
    /** Half of at least 20 calls in 10 seconds; tried again after 5 seconds. */
    public static final BreakerSettings DEFAULT =
            new BreakerSettings(Duration.ofSeconds(10), 20, 0.5, Duration.ofSeconds(5));

    public BreakerSettings {
        require(window.compareTo(Duration.ofSeconds(1)) >= 0, "window", window, "1 second or more");
        require(minimumCalls >= 1, "minimumCalls", minimumCalls, "1 or more");
        require(errorShare > 0 && errorShare <= 1, "errorShare", errorShare, "more than 0, to 1");
        require(openFor.isPositive(), "openFor", openFor, "more than zero");
    }

    private static void require(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("breaker." + field + " is " + value + ", expected " + expected);
        }
    }
}
