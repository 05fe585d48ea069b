package io.perigee.control.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one version of a function has used within a period.
 *
 * @param seconds the period's length: {@link #MINUTE} or {@link #DAY}
 * @param startedAt its start, epoch milliseconds
 * @param tier {@code VERTICLE}, {@code CLOUDFRONT_FUNCTION} or {@code LAMBDA}
 * @param errors those of the invocations that the function failed
 * @param throttles calls that were not taken; not among the invocations
 * @param megabyteMillis memory times billed duration
 * @param latency how many invocations took up to 1, 2, 4, … 32768 ms, and longer
 */
public record FunctionUsage(
        String function,
        long version,
        int seconds,
        long startedAt,
        String tier,
        long invocations,
        long errors,
        long throttles,
        long durationMicros,
        long billedMillis,
        long megabyteMillis,
        List<Long> latency) {

    public static final int MINUTE = 60;
    public static final int DAY = 86_400;

    /** How many classes of latency there are. */
    public static final int LATENCIES = 17;

    /** No latencies at all. */
    public static final List<Long> NO_LATENCIES = Collections.nCopies(LATENCIES, 0L);

    public FunctionUsage {
        latency = List.copyOf(latency);
        if (latency.size() != LATENCIES) {
            throw new IllegalArgumentException(latency.size() + " classes of latency, expected " + LATENCIES);
        }
    }

    /** Class by class. */
    static List<Long> sum(List<Long> one, List<Long> other) {
        List<Long> sums = new ArrayList<>(LATENCIES);
        for (int i = 0; i < LATENCIES; i++) {
            sums.add(one.get(i) + other.get(i));
        }
        return sums;
    }

    /** Both together, as of this one's period. */
    public FunctionUsage plus(FunctionUsage other) {
        return new FunctionUsage(
                function,
                version,
                seconds,
                startedAt,
                tier,
                invocations + other.invocations,
                errors + other.errors,
                throttles + other.throttles,
                durationMicros + other.durationMicros,
                billedMillis + other.billedMillis,
                megabyteMillis + other.megabyteMillis,
                sum(latency, other.latency));
    }

    /** The same as part of a longer period. */
    public FunctionUsage within(int length) {
        long millis = length * 1_000L;
        return new FunctionUsage(
                function,
                version,
                length,
                Math.floorDiv(startedAt, millis) * millis,
                tier,
                invocations,
                errors,
                throttles,
                durationMicros,
                billedMillis,
                megabyteMillis,
                latency);
    }

    /** Milliseconds that so much of the invocations did not exceed, rounded up to a power of two; 0: there were none. */
    public long latencyMillis(double quantile) {
        long all = latency.stream().mapToLong(Long::longValue).sum();
        long rank = (long) Math.ceil(all * quantile);
        long seen = 0;
        for (int i = 0; i < LATENCIES && all > 0; i++) {
            seen += latency.get(i);
            if (seen >= rank) {
                return 1L << i;
            }
        }
        return 0;
    }
}
