package io.perigee.observability.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DurationClassesTest {

    @Test
    void everyDurationEndsBeforeTheEndOfItsClassAndNotBeforeTheOneBefore() {
        for (long micros = 0; micros < 130_000_000L; micros += 1 + micros / 37) {
            int number = DurationClasses.of(micros * 1_000);
            assertThat(DurationClasses.endMicros(number)).isGreaterThan(micros);
            if (number > 0) {
                assertThat(DurationClasses.endMicros(number - 1)).isLessThanOrEqualTo(micros);
            }
            assertThat(DurationClasses.endMicros(number))
                    .as("at most a quarter too high, or a microsecond")
                    .isLessThanOrEqualTo(Math.max(micros + 1, micros + micros / 4 + 1));
        }
    }

    @Test
    void whatIsLongerThanTheLastClassIsInIt() {
        assertThat(DurationClasses.of(Long.MAX_VALUE)).isEqualTo(DurationClasses.COUNT - 1);
        assertThat(DurationClasses.of(-1)).isZero();
    }

    @Test
    void percentilesAreReadFromTheClasses() {
        Tally durations = Tally.of(Map.of(name(100), 98L, name(5_000), 1L, name(70_000), 1L));

        assertThat(DurationClasses.percentile(durations, 0.5)).isBetween(100L, 126L);
        assertThat(DurationClasses.percentile(durations, 0.98)).isBetween(100L, 126L);
        assertThat(DurationClasses.percentile(durations, 0.99)).isBetween(5_000L, 6_251L);
        assertThat(DurationClasses.percentile(durations, 1)).isBetween(70_000L, 87_501L);
        assertThat(DurationClasses.percentile(Tally.EMPTY, 0.5)).isEqualTo(-1);
    }

    private static String name(long micros) {
        return Integer.toString(DurationClasses.of(micros * 1_000));
    }
}
