package io.perigee.benchmarks.peers;

/**
 * A ratio of processor time per request that the project holds itself to.
 *
 * @param what what is compared, over which transport and at which size
 * @param ratio as measured
 * @param limit the most that it should be
 */
public record Goal(String what, double ratio, double limit) {

    public boolean isMet() {
        return ratio <= limit;
    }
}
