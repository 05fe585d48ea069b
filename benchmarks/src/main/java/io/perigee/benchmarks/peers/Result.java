package io.perigee.benchmarks.peers;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of one lane: the medians of its rounds, each value's own.
 *
 * @param processorMicrosPerRequest NaN where too few rounds had an answer
 * @param fromFiles what part of the bodies' bytes was read from files; NaN where that is not known
 * @param clean whether every round measured hits only, enough of them, without an error
 */
public record Result(
        Lane lane,
        double requestsPerSecond,
        double processorMicrosPerRequest,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double fromFiles,
        boolean clean) {

    static Result of(Lane lane, List<Drive> rounds) {
        return new Result(
                lane,
                median(rounds, drive -> drive.load().requestsPerSecond()),
                median(rounds, Drive::processorMicrosPerRequest),
                median(rounds, drive -> drive.load().p50Micros()),
                median(rounds, drive -> drive.load().p99Micros()),
                median(rounds, drive -> drive.load().p999Micros()),
                median(rounds, Drive::fromFiles),
                rounds.stream().allMatch(Drive::isClean));
    }

    private static double median(List<Drive> rounds, ToDoubleFunction<Drive> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(Double.NaN);
    }
}
