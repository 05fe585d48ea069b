package io.perigee.distribution.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cron expression of EventBridge's six fields: minutes, hours, day-of-month, month, day-of-week, year. Where clocks are set forward, times that
 * do not exist are left out; where they are set back, times that come twice count once, the first time.
 */
record CronSchedule(BitSet minutes, BitSet hours, BitSet months, BitSet years, Predicate<LocalDate> days)
        implements Schedule {

    private static final int FIELDS = 6;

    static CronSchedule parse(String text) {
        List<String> fields = List.of(text.strip().split("\\s+", -1));
        if (fields.size() != FIELDS) {
            throw new InvalidScheduleException(
                    "cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR) with all six fields");
        }
        String ofMonth = fields.get(2);
        String ofWeek = fields.get(4);
        if (ofMonth.equals(CronDays.ANY) == ofWeek.equals(CronDays.ANY)) {
            throw new InvalidScheduleException("cron(…) with ? as either day-of-month or day-of-week");
        }
        return new CronSchedule(
                CronField.MINUTES.values(fields.get(0)),
                CronField.HOURS.values(fields.get(1)),
                CronField.MONTH.values(fields.get(3)),
                CronField.YEAR.values(fields.get(5)),
                ofWeek.equals(CronDays.ANY) ? CronDays.ofMonth(ofMonth) : CronDays.ofWeek(ofWeek));
    }

    @Override
    public Optional<Instant> next(Instant last, Instant now, ZoneId zone) {
        LocalDate date = LocalDate.ofInstant(now, zone);
        while (date.getYear() <= CronField.YEAR.most()) {
            if (!years.get(date.getYear())) {
                date = date.withDayOfYear(1).plusYears(1);
            } else if (!months.get(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else {
                Optional<Instant> found = days.test(date) ? on(date, now, zone) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
                date = date.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> on(LocalDate date, Instant now, ZoneId zone) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                LocalDateTime time = date.atTime(hour, minute);
                List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
                if (!offsets.isEmpty() && time.toInstant(offsets.getFirst()).isAfter(now)) {
                    return Optional.of(time.toInstant(offsets.getFirst()));
                }
            }
        }
        return Optional.empty();
    }
}
