package io.perigee.benchmarks.hitratio;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** Independent requests whose popularity follows Zipf's law: the n-th most popular object is asked for in proportion to 1/n^s. */
final class ZipfWorkload {

    private ZipfWorkload() {}

    /** The same requests each time. */
    static Workload of(int requests, int objects, double exponent) {
        double[] upTo = new double[objects];
        double sum = 0;
        for (int rank = 0; rank < objects; rank++) {
            sum += Math.pow(rank + 1.0, -exponent);
            upTo[rank] = sum;
        }
        SplittableRandom random = new SplittableRandom(42);
        int[] asked = new int[requests];
        for (int i = 0; i < requests; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            asked[i] = Math.min(objects - 1, found < 0 ? -found - 1 : found);
        }
        int[] sizes = new int[objects];
        Arrays.setAll(sizes, Sizes::of);
        return new Workload(String.format(Locale.ROOT, "Zipf-%.1f", exponent), asked, sizes);
    }
}
