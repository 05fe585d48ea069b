package io.perigee.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchedulingDelayTest {

    @Test
    void theSecondFieldIsTheWaiting() {
        assertThat(SchedulingDelay.waited("805530123 13164400 2286\n")).isEqualTo(13_164_400);
    }

    @Test
    void aKernelThatDoesNotCountItSaysNothing() {
        assertThat(SchedulingDelay.waited("")).isZero();
    }
}
