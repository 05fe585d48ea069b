package io.perigee.distribution.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Cron expressions that are lists of values, compared with looking at every minute. */
class CronProperties {

    private static final Duration LOOKED_AT = Duration.ofDays(4);

    record Lists(Set<Integer> minutes, Set<Integer> hours, Set<Integer> months, Set<Integer> weekdays) {

        Schedule schedule() {
            return Schedule.parse(
                    "cron(" + text(minutes) + " " + text(hours) + " ? " + text(months) + " " + text(weekdays) + " *)");
        }

        private static String text(Set<Integer> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        boolean has(ZonedDateTime time) {
            return minutes.contains(time.getMinute())
                    && hours.contains(time.getHour())
                    && months.contains(time.getMonthValue())
                    && weekdays.contains(time.get(ChronoField.DAY_OF_WEEK) % 7 + 1)
                    && time.isEqual(time.withEarlierOffsetAtOverlap());
        }
    }

    @Provide
    Arbitrary<Lists> lists() {
        return Combinators.combine(set(0, 59, 3), set(0, 23, 4), set(1, 12, 12), set(1, 7, 7))
                .as(Lists::new);
    }

    private static Arbitrary<Set<Integer>> set(int least, int most, int size) {
        return Arbitraries.integers().between(least, most).set().ofMinSize(1).ofMaxSize(size);
    }

    @Provide
    Arbitrary<Instant> times() {
        // Around the changes of the clocks as often as elsewhere.
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond),
                Arbitraries.longs().between(-200_000, 10_000).map(Instant.parse("2027-03-28T01:00:00Z")::plusSeconds),
                Arbitraries.longs().between(-200_000, 10_000).map(Instant.parse("2026-10-25T01:00:00Z")::plusSeconds));
    }

    @Property(tries = 200)
    void theNextTimeIsTheFirstMinuteThatHasAllFieldsValues(
            @ForAll("lists") Lists lists, @ForAll("times") Instant now, @ForAll boolean utc) {
        ZoneId zone = ZoneId.of(utc ? "UTC" : "Europe/Berlin");
        Instant next = lists.schedule().next(now, now, zone).orElseThrow();

        assertThat(next).isAfter(now);
        assertThat(lists.has(next.atZone(zone))).isTrue();
        Instant last = next.isBefore(now.plus(LOOKED_AT)) ? next : now.plus(LOOKED_AT);
        for (long minute = now.getEpochSecond() / 60 + 1; minute * 60 < last.getEpochSecond(); minute++) {
            assertThat(lists.has(Instant.ofEpochSecond(minute * 60).atZone(zone)))
                    .isFalse();
        }
    }
}
