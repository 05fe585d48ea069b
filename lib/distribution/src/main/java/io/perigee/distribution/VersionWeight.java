package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;

/** The share of an alias's calls that a version gets. */
public record VersionWeight(
        @Describes(value = "The version.", min = "1", max = "999999999")
        int version,

        @Describes(value = "Its share of the calls in ten-thousandths.", min = "0", max = "10000")
        int weight) {

    /** The sum of all weights: a weight of so much is all calls. */
    public static final int WHOLE = 10_000;
}
