package io.perigee.distribution.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The times at which something is due. See AWS on <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">schedule patterns</a> and <a
 * href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">schedule types</a>.
 */
public sealed interface Schedule permits RateSchedule, CronSchedule {

    /**
     * The first time after {@code now}; nothing if there is none any more.
     *
     * @param last when it was due last, or was made
     * @param zone whose clocks the schedule reads
     */
    Optional<Instant> next(Instant last, Instant now, ZoneId zone);

    /**
     * Reads {@code rate(5 minutes)} or {@code cron(0 10 * * ? *)}.
     *
     * @throws InvalidScheduleException if it is neither
     */
    static Schedule parse(String text) {
        if (text.startsWith("rate(") && text.endsWith(")")) {
            return RateSchedule.parse(text.substring("rate(".length(), text.length() - 1));
        }
        if (text.startsWith("cron(") && text.endsWith(")")) {
            return CronSchedule.parse(text.substring("cron(".length(), text.length() - 1));
        }
        throw new InvalidScheduleException("a schedule such as rate(5 minutes) or cron(0 10 * * ? *)");
    }
}
