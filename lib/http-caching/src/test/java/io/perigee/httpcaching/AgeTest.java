package io.perigee.httpcaching;

import static io.perigee.httpcaching.Messages.NOW;
import static io.perigee.httpcaching.Messages.date;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    @Test
    void theDelayOfTheResponseCountsOnTopOfTheField() {
        assertThat(Age.initialMillis(Headers.of("Age", "10", "Date", date(0)), NOW - 1500, NOW))
                .isEqualTo(11_500);
    }

    @Test
    void theDateCountsWhereItShowsMore() {
        assertThat(Age.initialMillis(Headers.of("Age", "10", "Date", date(-60)), NOW, NOW))
                .isEqualTo(60_000);
    }

    @Test
    void aDateAheadOfTimeOrMissingShowsNothing() {
        assertThat(Age.initialMillis(Headers.of("Date", date(60)), NOW, NOW)).isZero();
        assertThat(Age.initialMillis(Headers.of(), NOW, NOW)).isZero();
        assertThat(Age.initialMillis(Headers.of("Date", "yesterday"), NOW, NOW)).isZero();
    }

    @Test
    void aClockThatWentBackYieldsNoNegativeDelay() {
        assertThat(Age.initialMillis(Headers.of("Age", "10"), NOW + 5000, NOW)).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7200|7200",
                "7200, 0|7200",
                "0,7200|0",
                "abc|0",
                "-7200|0",
                "7200.0|0",
                "99999999999999|2147483648"
            })
    void theFirstMemberCountsAndWhatIsNoNumberIsIgnored(String field, long expected) {
        assertThat(Age.seconds(Headers.of("Age", field, "Age", "5"))).isEqualTo(expected);
    }
}
