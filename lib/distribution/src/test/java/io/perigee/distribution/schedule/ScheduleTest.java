package io.perigee.distribution.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    /** A Sunday. */
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    private static List<String> times(String schedule, Instant from, ZoneId zone, int count) {
        Schedule parsed = Schedule.parse(schedule);
        List<String> times = new ArrayList<>();
        Optional<Instant> at = Optional.of(from);
        while (times.size() < count) {
            Instant now = at.get();
            at = parsed.next(from, now, zone);
            if (at.isEmpty()) {
                times.add("none");
                return times;
            }
            times.add(at.get().toString());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 10 * * ? *)            | 2026-11-22T10:00:00Z | 2026-11-23T10:00:00Z",
                "cron(0 2 * * ? *)             | 2026-11-23T02:00:00Z | 2026-11-24T02:00:00Z",
                "cron(0 18 ? * MON-FRI *)      | 2026-11-23T18:00:00Z | 2026-11-24T18:00:00Z",
                "cron(0 8 1 * ? *)             | 2026-12-01T08:00:00Z | 2027-01-01T08:00:00Z",
                "cron(0/15 * * * ? *)          | 2026-11-22T02:15:00Z | 2026-11-22T02:30:00Z",
                "cron(1/10 * * * ? *)          | 2026-11-22T02:01:00Z | 2026-11-22T02:11:00Z",
                "cron(0/30 20-2 ? * mon-fri *) | 2026-11-23T00:00:00Z | 2026-11-23T00:30:00Z",
                "cron(0 0 ? * FRI-MON *)       | 2026-11-23T00:00:00Z | 2026-11-27T00:00:00Z",
                "cron(0 0 ? * SUN-SAT *)       | 2026-11-23T00:00:00Z | 2026-11-24T00:00:00Z",
                "cron(0 0 ? * 1 *)             | 2026-11-29T00:00:00Z | 2026-12-06T00:00:00Z",
                "cron(0 0 L * ? *)             | 2026-11-30T00:00:00Z | 2026-12-31T00:00:00Z",
                "cron(0 0 31W * ? *)           | 2026-12-31T00:00:00Z | 2027-01-29T00:00:00Z",
                "cron(0 0 1W 8 ? *)            | 2027-08-02T00:00:00Z | 2028-08-01T00:00:00Z",
                "cron(0 0 4W 4,7 ? 2027)       | 2027-04-05T00:00:00Z | 2027-07-05T00:00:00Z",
                "cron(0 9 ? * 2#1 *)           | 2026-12-07T09:00:00Z | 2027-01-04T09:00:00Z",
                "cron(0 9 ? JAN,FEB TUE#5 *)   | 2028-02-29T09:00:00Z | 2029-01-30T09:00:00Z",
                "cron(0 9 ? * 6L *)            | 2026-11-27T09:00:00Z | 2026-12-25T09:00:00Z",
                "cron(0 9 ? * L *)             | 2026-11-28T09:00:00Z | 2026-12-05T09:00:00Z",
                "cron(0 0 29 FEB ? *)          | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z",
                "cron(0 0 1 1 ? 2030-2040/5)   | 2030-01-01T00:00:00Z | 2035-01-01T00:00:00Z",
                "rate(1 minute)                | 2026-11-22T02:01:00Z | 2026-11-22T02:02:00Z",
                "rate(12 hours)                | 2026-11-22T14:00:00Z | 2026-11-23T02:00:00Z",
                "rate(7 days)                  | 2026-11-29T02:00:00Z | 2026-12-06T02:00:00Z",
            })
    void timesAreEventBridges(String schedule, String first, String second) {
        assertThat(times(schedule, NOW, ZoneOffset.UTC, 2)).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5 minutes",
                "rate(0 minutes)",
                "rate(1 minutes)",
                "rate(5 minute)",
                "rate(-5 minutes)",
                "rate(5 seconds)",
                "rate(5  minutes)",
                "rate(5 minutes",
                "cron(0 10 * * ?)",
                "cron(0 10 * * ? * *)",
                "cron(* * * * * *)",
                "cron(0 10 ? * ? *)",
                "cron(60 1 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 1 0 * ? *)",
                "cron(0 1 32 * ? *)",
                "cron(0 1 * 13 ? *)",
                "cron(0 1 * FEB-X ? *)",
                "cron(0 1 ? * 8 *)",
                "cron(0 1 ? * 0 *)",
                "cron(0 1 ? * 3#6 *)",
                "cron(0 1 ? * 3#1,6#3 *)",
                "cron(0 1 1W,2 * ? *)",
                "cron(0 1 5-2 * ? *)",
                "cron(0 1 * * ? 1969)",
                "cron(0 1 * * ? 2200)",
                "cron(0/0 1 * * ? *)",
                "cron(,1 1 * * ? *)",
                "at(2026-11-22T02:00:00)",
            })
    void whatIsNoScheduleIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(InvalidScheduleException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void aScheduleThatIsOverHasNoFurtherTime() {
        assertThat(times("cron(0 0 1 1 ? 2020)", NOW, ZoneOffset.UTC, 1)).containsExactly("none");
        assertThat(times("cron(0 0 30 2 ? *)", NOW, ZoneOffset.UTC, 1)).containsExactly("none");
    }

    @Test
    void cronReadsTheClocksOfItsZoneWhereTimesAreMissingOrComeTwice() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(times("cron(30 2 * * ? *)", Instant.parse("2026-03-27T23:00:00Z"), berlin, 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
        assertThat(times("cron(30 2 * * ? *)", Instant.parse("2026-10-24T12:00:00Z"), berlin, 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void aRateThatWasMissedGoesOnInItsOwnStep() {
        Instant last = Instant.parse("2026-11-22T02:00:30Z");
        assertThat(Schedule.parse("rate(5 minutes)").next(last, last.plusSeconds(7_212), ZoneOffset.UTC))
                .contains(last.plusSeconds(7_500));
    }
}
