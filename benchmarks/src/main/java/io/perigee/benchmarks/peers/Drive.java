package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.load.LoadReport;

/**
 * One server driven once with one kind of request.
 *
 * @param round 1 or more
 * @param processorMicros what the server's processes used meanwhile, user and system
 * @param originRequests how often the origin was asked meanwhile; 0 when all were hits
 */
public record Drive(Lane lane, int round, LoadReport load, long processorMicros, long originRequests) {

    /** With fewer, what was measured is mostly connections being set up. */
    private static final int FEWEST_REQUESTS = 1000;

    /** NaN when nothing was answered. */
    public double processorMicrosPerRequest() {
        return load.requests() == 0 ? Double.NaN : processorMicros / (double) load.requests();
    }

    /** Whether it measured what it was meant to: hits, many, all of them answered. */
    public boolean isClean() {
        return load.requests() >= FEWEST_REQUESTS && load.errors() == 0 && originRequests == 0;
    }
}
