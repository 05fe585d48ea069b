package io.perigee.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartsTest {
    private static final Answer ENDED = Answer.Failed.of("Runtime.ExitError", "signal: 9");
    private final Starts starts = new Starts(2);

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void noMoreStartAtATimeThanMay() {
        assertThat(starts.begin()).isTrue();
        assertThat(starts.begin()).isTrue();
        assertThat(starts.hasRoom()).isFalse();
        assertThat(starts.begin()).isFalse();
        starts.done();
        assertThat(starts.begin()).isTrue();
    }

    @Test
    void afterAFailedInitialisationThereIsAPauseOfASecond() {
        starts.notInitialised(ENDED, millis(5));

        assertThat(starts.error(millis(1004))).isEqualTo(ENDED);
        assertThat(starts.error(millis(1005))).isNull();
    }

    @Test
    void pausesOfWhatDoesNotInitialiseDoubleToo() {
        long now = 0;
        for (long pause : new long[] {1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            starts.notInitialised(ENDED, now);
            now += millis(pause);
            assertThat(starts.error(now - 1)).isEqualTo(ENDED);
            assertThat(starts.error(now)).isNull();
        }
    }

    @Test
    void whatWasStartedBeforeThePauseDoesNotMakeItLonger() {
        for (int i = 0; i < 50; i++) {
            starts.endedItself(ENDED, 0);
        }
        assertThat(starts.error(millis(249))).isEqualTo(ENDED);
        assertThat(starts.error(millis(250))).isNull();
    }

    @Test
    void afterAPauseOneIsTriedUntilAnyAnswers() {
        for (int i = 0; i < 4; i++) {
            starts.endedItself(ENDED, 0);
        }
        assertThat(starts.isTrying()).isTrue();
        assertThat(starts.begin()).isTrue();
        assertThat(starts.begin()).isFalse();

        starts.answered();
        assertThat(starts.isTrying()).isFalse();
        assertThat(starts.begin()).isTrue();
    }

    @Test
    void pausesDoubleWhileEnvironmentsEndThemselvesAndNoneAnswers() {
        for (int i = 0; i < 3; i++) {
            starts.endedItself(ENDED, 0);
            assertThat(starts.error(0)).isNull();
        }
        long now = 0;
        for (long pause : new long[] {250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            starts.endedItself(ENDED, now);
            assertThat(starts.error(now + millis(pause) - 1)).isEqualTo(ENDED);
            now += millis(pause);
            assertThat(starts.error(now)).isNull();
        }
    }

    @Test
    void anAnswerEndsTheRow() {
        for (int i = 0; i < 3; i++) {
            starts.endedItself(ENDED, 0);
        }
        starts.answered();
        starts.endedItself(ENDED, 0);

        assertThat(starts.error(0)).isNull();
    }
}
