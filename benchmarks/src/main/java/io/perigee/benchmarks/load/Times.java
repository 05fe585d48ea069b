package io.perigee.benchmarks.load;

import java.util.Arrays;

/** Times that were measured, in nanoseconds. */
public final class Times {

    private final long[] sorted;

    /** @param nanos one or more, in any order */
    public Times(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    public int count() {
        return sorted.length;
    }

    /**
     * The time that this share of all stays within.
     *
     * @param share 0 to 1
     * @return milliseconds
     */
    public double millis(double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)] / 1e6;
    }
}
