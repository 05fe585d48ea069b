package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.load.LoadReport;
import io.perigee.benchmarks.server.Storage;

/**
 * One server driven once with one kind of request.
 *
 * @param round 1 or more
 * @param processorMicros what the server's processes used meanwhile, user and system
 * @param originRequests how often the origin was asked meanwhile; 0 when all were hits
 * @param fileBytes what the server's processes had the system read for them meanwhile; -1 where that does not tell what came from files
 */
public record Drive(Lane lane, int round, LoadReport load, long processorMicros, long originRequests, long fileBytes) {

    /** With fewer, what was measured is mostly connections being set up. */
    private static final int FEWEST_REQUESTS = 1000;
    /** With less, part of the hits came out of the server's own memory. */
    private static final double LEAST_FROM_FILES = 0.9;

    /** NaN when nothing was answered. */
    public double processorMicrosPerRequest() {
        return load.requests() == 0 ? Double.NaN : processorMicros / (double) load.requests();
    }

    /** What part of the bodies' bytes was read from files; NaN where that is not known. */
    public double fromFiles() {
        return fileBytes < 0 || load.requests() == 0
                ? Double.NaN
                : fileBytes / ((double) load.requests() * lane.payload().bytes());
    }

    /** Whether it measured what it was meant to: hits, many, all of them answered, and from disk if they were to be. */
    public boolean isClean() {
        return load.requests() >= FEWEST_REQUESTS
                && load.errors() == 0
                && originRequests == 0
                && !(lane.storage() == Storage.DISK && fromFiles() < LEAST_FROM_FILES);
    }
}
