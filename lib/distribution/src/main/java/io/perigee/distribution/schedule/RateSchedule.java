package io.perigee.distribution.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time of equal length again and again, from when the schedule was made. */
record RateSchedule(Duration period) implements Schedule {

    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5}) (minute|hour|day)(s?)");

    static RateSchedule parse(String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches() || rate.group(1).equals("1") == rate.group(3).equals("s")) {
            throw new InvalidScheduleException(
                    "rate(VALUE UNIT) with a number from 1 and minute, hour or day, or their plurals unless the number is 1");
        }
        long value = Long.parseLong(rate.group(1));
        return new RateSchedule(
                switch (rate.group(2)) {
                    case "minute" -> Duration.ofMinutes(value);
                    case "hour" -> Duration.ofHours(value);
                    default -> Duration.ofDays(value);
                });
    }

    @Override
    public Optional<Instant> next(Instant last, Instant now, ZoneId zone) {
        long passed = Math.max(0, Duration.between(last, now).dividedBy(period));
        return Optional.of(last.plus(period.multipliedBy(passed + 1)));
    }
}
