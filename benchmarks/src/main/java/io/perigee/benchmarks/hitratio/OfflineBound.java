package io.perigee.benchmarks.hitratio;

import io.perigee.benchmarks.cached.LocalCache.Count;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What no policy can exceed, even one that knows the future.
 *
 * <p>With objects of different sizes the optimum itself is not to be had (it is NP-hard). This is the bound PFOO-L of Berger, Beckmann and
 * Harchol-Balter, "Practical Bounds on Optimal Caching with Variable Object Sizes" (2018): a hit costs its object's bytes from one request to
 * the next; the cheapest are taken first until the cache's bytes times the length of the trace are used up. It may overfill the cache at
 * some moments, hence it is never below the optimum.
 */
final class OfflineBound implements Policy {

    @Override
    public String name() {
        return "offline-bound";
    }

    @Override
    public Count run(Workload workload, long capacity, int overhead) {
        int[] objects = workload.objects();
        int[] previous = new int[workload.sizes().length];
        Arrays.fill(previous, -1);
        double[] costs = new double[objects.length];
        int reuses = 0;
        int[] reused = new int[objects.length];
        for (int i = 0; i < objects.length; i++) {
            int object = objects[i];
            long weight = (long) workload.bytes(object) + overhead;
            if (previous[object] >= 0 && weight <= capacity) {
                costs[i] = (double) weight * (i - previous[object]);
                reused[reuses++] = i;
            }
            previous[object] = i;
        }
        double budget = (double) capacity * objects.length;
        long hits = 0;
        long hitBytes = 0;
        int[] cheapestFirst = IntStream.of(Arrays.copyOf(reused, reuses))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> costs[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i : cheapestFirst) {
            budget -= costs[i];
            if (budget < 0) {
                break;
            }
            hits++;
            hitBytes += workload.bytes(objects[i]);
        }
        return new Count(hits, hitBytes);
    }
}
