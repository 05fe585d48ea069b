package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallCostTest {
    private final CallCost cost = new CallCost();

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @BeforeEach
    void begin() {
        cost.look(millis(10), false);
        cost.begin();
        // What the environment used before its call does not count.
        cost.look(millis(5000), false);
    }

    @Test
    void aCallThatComputesForLongIsSeenUntilItEnds() {
        cost.look(millis(5099), false);
        assertThat(cost.isHigh()).isFalse();
        cost.look(millis(5100), false);
        assertThat(cost.isHigh()).isTrue();
        cost.end();
        assertThat(cost.isHigh()).isFalse();
    }

    @Test
    void aCallThatHasComputedAndWaitsIsToldOnce() {
        assertThat(cost.look(millis(5500), false)).isFalse();
        assertThat(cost.look(millis(5500), false)).isTrue();
        assertThat(cost.isHigh()).isFalse();
        assertThat(cost.look(millis(5500), false)).isFalse();
    }

    @Test
    void childrenThatVanishWithTheirTimeAreNoNewTime() {
        cost.look(millis(5500), false);
        cost.look(millis(5400), false);
        assertThat(cost.isHigh()).isFalse();
    }

    @Test
    void theNextCallBeginsAnew() {
        cost.look(millis(5500), false);
        cost.begin();
        cost.look(millis(5550), false);
        cost.look(millis(5600), false);
        assertThat(cost.isHigh()).isFalse();
    }

    @Test
    void aCallThatPrintsMoreThanIsReadIsSeenAtOnce() {
        cost.begin();
        assertThat(cost.look(millis(5000), true)).isFalse();
        assertThat(cost.isHigh()).isTrue();
        assertThat(cost.look(millis(5000), false)).isTrue();
        assertThat(cost.isHigh()).isFalse();
    }
}
