package io.perigee.benchmarks.hitratio;

import java.util.SplittableRandom;

/** Sizes of web objects, for requests whose recording has none: log-normal, with a median of 4 KB and a mean of about 10 KB. */
final class Sizes {

    private static final double MEDIAN = 4 << 10;
    private static final double SIGMA = 1.3;
    private static final int LEAST = 64;
    private static final int MOST = 4 << 20;

    private Sizes() {}

    /** An object's size: the same each time. */
    static int of(long object) {
        double normal = new SplittableRandom(object * 0x9E3779B97F4A7C15L).nextGaussian();
        return (int) Math.clamp(MEDIAN * Math.exp(SIGMA * normal), LEAST, MOST);
    }
}
