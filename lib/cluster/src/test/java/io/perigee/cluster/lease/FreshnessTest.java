package io.perigee.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perigee.cluster.log.LogPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private static final LogPosition FIVE = new LogPosition("log", 5);

    private final Freshness freshness = new Freshness();

    @Test
    void theFirstHeadThatIsReadMayBeOfAnyAge() {
        assertThat(freshness.read(head(Map.of("a", 7L)), 10)).isEmpty();
    }

    @Test
    void onlyTheSecondQuestionAfterAReadingIsSurelyLaterThanIt() {
        freshness.read(head(Map.of("a", 7L)), 10);
        assertThat(freshness.read(head(Map.of("a", 8L)), 20)).isEmpty();
        assertThat(freshness.read(head(Map.of("a", 9L)), 30)).hasValue(10);
        assertThat(freshness.read(head(Map.of("a", 10L)), 40)).hasValue(20);
    }

    @Test
    void theLastOfSeveralReadingsOfTheSameHeadCounts() {
        freshness.read(head(Map.of("a", 7L)), 10);
        freshness.read(head(Map.of("a", 7L)), 19);
        freshness.read(head(Map.of("a", 7L)), 15);
        assertThat(freshness.read(head(Map.of("a", 9L)), 30)).hasValue(19);
    }

    @Test
    void eachControlPlaneCountsForItselfAndOneIsEnough() {
        freshness.read(head(Map.of("a", 7L, "b", 3L)), 10);
        assertThat(freshness.read(head(Map.of("a", 8L, "b", 4L)), 20)).isEmpty();
        assertThat(freshness.read(head(Map.of("a", 8L, "b", 5L)), 30)).hasValue(10);
        assertThat(freshness.read(head(Map.of("a", 8L, "c", 99L)), 40))
                .as("one that was not there before")
                .isEmpty();
    }

    @Test
    void aHeadTravelsAsText() {
        LogHead head = head(Map.of("b", 3L, "a", 7L));
        assertThat(head.encode()).isEqualTo("log 5 a 7 b 3");
        assertThat(LogHead.decode(head.encode())).isEqualTo(head);
        assertThat(LogHead.decode("log 5")).isEqualTo(head(Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> LogHead.decode("log 5 a"));
    }

    @Test
    void aCountIsRaisedOnlyFromWhatItWasBeforeTheDatabaseWasAsked() {
        LogHead head = head(Map.of("a", 7L, "gone", 2L));
        assertThat(head.counted("a", 7, "b"::equals)).isEqualTo(head(Map.of("a", 8L)));
        assertThat(head.counted("a", 6, "b"::equals)).isEqualTo(head(Map.of("a", 7L)));
        assertThat(head.raised(FIVE.at(4))).isEqualTo(head);
        assertThat(head.raised(FIVE.at(6)).position()).isEqualTo(FIVE.at(6));
        assertThat(head.raised(new LogPosition("other", 1)).position()).isEqualTo(new LogPosition("other", 1));
    }

    private static LogHead head(Map<String, Long> counts) {
        return new LogHead(FIVE, counts);
    }
}
