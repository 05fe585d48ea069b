package io.perigee.functions.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ComputeAllowanceTest {
    private static final long STOPPED = millis(39);
    private static final long USUAL = TimeUnit.MICROSECONDS.toNanos(50);

    /** A second, of which each takes 37 ms. */
    private static final int IN_A_ROW = 28;

    private final ComputeAllowance allowance = new ComputeAllowance(0);
    private long now;

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Whether a call was admitted that cost that. */
    private boolean call(long cost) {
        boolean admitted = allowance.admits(now);
        if (admitted) {
            now += cost;
            allowance.charge(cost, now);
        }
        return admitted;
    }

    private int calls(int count, long cost) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += call(cost) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aFewCallsInARowMayComputeLong() {
        assertThat(calls(IN_A_ROW, STOPPED)).isEqualTo(IN_A_ROW);
        assertThat(call(STOPPED)).isFalse();
    }

    @Test
    void oneThatComputesLongInEveryCallGetsAHundredthOfAProcessor() {
        calls(100, STOPPED);
        int admitted = 0;
        for (int i = 0; i < 1000; i++) {
            now += millis(1000);
            admitted += calls(20, STOPPED);
        }
        // 10 ms of each second, of which each call takes 37.
        assertThat(admitted).isBetween(1000 * 10 / 37, 1000 * 11 / 37 + 1);
    }

    @Test
    void oneThatComputesLongInOneOfTwentyCallsIsNeverHeldBack() {
        for (int i = 0; i < 1000; i++) {
            assertThat(call(STOPPED)).isTrue();
            assertThat(calls(19, USUAL)).isEqualTo(19);
        }
    }

    @Test
    void callsThatTakeWhatTheyMayAreNeverHeldBack() {
        assertThat(calls(100_000, ComputeAllowance.PER_CALL.toNanos())).isEqualTo(100_000);
    }

    @Test
    void aQuietTimeGivesBackWhatMayBeUsedAtOnceAndNoMore() {
        calls(100, STOPPED);
        calls(1_000_000, USUAL);
        now += millis(3_600_000);

        assertThat(calls(100, STOPPED)).isEqualTo(IN_A_ROW);
    }
}
