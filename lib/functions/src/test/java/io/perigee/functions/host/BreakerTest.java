package io.perigee.functions.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Breaker breaker =
            new Breaker(new BreakerSettings(Duration.ofSeconds(10), 4, 0.5, Duration.ofSeconds(5)), 0);

    private void ended(int failures, int successes, long nowNanos) {
        for (int i = 0; i < successes; i++) {
            breaker.ended(false, nowNanos);
        }
        for (int i = 0; i < failures; i++) {
            breaker.ended(true, nowNanos);
        }
    }

    @Test
    void fewFailuresLeaveItClosed() {
        ended(3, 0, SECOND);
        assertThat(breaker.admits(SECOND)).isTrue();

        ended(2, 97, 20 * SECOND);
        assertThat(breaker.admits(20 * SECOND)).isTrue();
    }

    @Test
    void failuresOfDifferentWindowsDoNotAddUp() {
        ended(3, 0, SECOND);
        ended(3, 0, 12 * SECOND);

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void aLargeShareOfFailuresOpensItForAWhile() {
        ended(2, 2, SECOND);

        assertThat(breaker.admits(SECOND)).isFalse();
        assertThat(breaker.admits(6 * SECOND - 1)).isFalse();
    }

    @Test
    void oneCallIsLetThroughAndItsSuccessClosesIt() {
        ended(4, 0, SECOND);

        assertThat(breaker.admits(6 * SECOND)).isTrue();
        assertThat(breaker.admits(6 * SECOND)).isFalse();
        breaker.ended(false, 7 * SECOND);

        assertThat(breaker.isClosed()).isTrue();
        ended(3, 0, 7 * SECOND);
        assertThat(breaker.admits(7 * SECOND)).isTrue();
    }

    @Test
    void itsFailureOpensItAnew() {
        ended(4, 0, SECOND);

        assertThat(breaker.admits(6 * SECOND)).isTrue();
        breaker.ended(true, 7 * SECOND);

        assertThat(breaker.admits(12 * SECOND - 1)).isFalse();
        assertThat(breaker.admits(12 * SECOND)).isTrue();
    }

    @Test
    void aCallThatIsLetThroughAndNeverEndsIsReplacedByAnother() {
        ended(4, 0, SECOND);

        assertThat(breaker.admits(6 * SECOND)).isTrue();
        assertThat(breaker.admits(11 * SECOND - 1)).isFalse();
        assertThat(breaker.admits(11 * SECOND)).isTrue();
    }
}
