package io.perigee.benchmarks.load;

/**
 * When a load generator did not look at its connections: its thread was not scheduled, or its own JVM stood still. What came back
 * meanwhile may have come back at any moment of that time. Times are in nanoseconds.
 */
final class Absences {

    /** Shorter is a generator that has something to do. */
    static final long NOTED = 1_000_000;

    private long lookedAt;
    private long last;
    private long total;
    private long longest;

    Absences(long begun) {
        this.lookedAt = begun;
    }

    /** It looks now. */
    void looks(long now) {
        long since = now - lookedAt;
        last = since >= NOTED ? since : 0;
        total += last;
        longest = Math.max(longest, last);
        lookedAt = now;
    }

    /** How long it has been absent in all. */
    long total() {
        return total;
    }

    long longest() {
        return longest;
    }

    /** How long it had been absent in all at a moment since the look before the last one. */
    long totalAt(long moment) {
        return total - Math.clamp(lookedAt - moment, 0, last);
    }
}
