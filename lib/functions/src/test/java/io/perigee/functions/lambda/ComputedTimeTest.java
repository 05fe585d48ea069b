package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComputedTimeTest {
    private final ComputedTime time = new ComputedTime();

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @BeforeEach
    void begin() {
        time.look(millis(10));
        time.begin();
        // What the environment used before its call does not count.
        time.look(millis(5000));
    }

    @Test
    void aCallThatComputesForLongIsSeenUntilItEnds() {
        time.look(millis(5099));
        assertThat(time.goesOn()).isFalse();
        time.look(millis(5100));
        assertThat(time.goesOn()).isTrue();
        time.end();
        assertThat(time.goesOn()).isFalse();
    }

    @Test
    void aCallThatHasComputedAndWaitsIsToldOnce() {
        assertThat(time.look(millis(5500))).isFalse();
        assertThat(time.look(millis(5500))).isTrue();
        assertThat(time.goesOn()).isFalse();
        assertThat(time.look(millis(5500))).isFalse();
    }

    @Test
    void childrenThatVanishWithTheirTimeAreNoNewTime() {
        time.look(millis(5500));
        time.look(millis(5400));
        assertThat(time.goesOn()).isFalse();
    }

    @Test
    void theNextCallBeginsAnew() {
        time.look(millis(5500));
        time.begin();
        time.look(millis(5550));
        time.look(millis(5600));
        assertThat(time.goesOn()).isFalse();
    }
}
