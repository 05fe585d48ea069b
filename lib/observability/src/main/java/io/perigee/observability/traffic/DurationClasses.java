package io.perigee.observability.traffic;

import java.util.concurrent.TimeUnit;

/**
 * Classes of durations: up to 4 µs one for each microsecond, then four to each doubling, so that what is read from them is a quarter too high at
 * most. They end at {@value #COUNT}; whatever takes longer than two minutes is in the last.
 */
public final class DurationClasses {

    static final int COUNT = 104;

    private DurationClasses() {}

    /** The class of a duration, from 0 to {@link #COUNT} - 1. */
    static int of(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
        if (micros < 4) {
            return (int) micros;
        }
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int quarter = (int) (micros >>> (doubling - 2)) & 3;
        return Math.min(COUNT - 1, (doubling - 1) * 4 + quarter);
    }

    /** What everything in a class is shorter than, in microseconds. */
    static long endMicros(int number) {
        if (number < 4) {
            return number + 1L;
        }
        int doubling = number / 4 + 1;
        return (5L + number % 4) << (doubling - 2);
    }

    /**
     * The duration that this share of all were shorter than.
     *
     * @param share from 0 to 1
     * @return microseconds, at most a quarter too high; -1 of none
     */
    public static long percentile(Tally durations, double share) {
        long all = durations.total();
        if (all == 0) {
            return -1;
        }
        long[] classes = new long[COUNT];
        durations.forEach((name, count) -> classes[Math.clamp(Integer.parseInt(name), 0, COUNT - 1)] += count);
        long wanted = Math.max(1, (long) Math.ceil(all * share));
        int number = 0;
        for (long passed = classes[0]; passed < wanted; passed += classes[number]) {
            number++;
        }
        return endMicros(number);
    }
}
