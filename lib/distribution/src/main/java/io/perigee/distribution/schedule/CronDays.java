package io.perigee.distribution.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The days that a cron expression's day-of-month or day-of-week means. */
final class CronDays {

    static final String ANY = "?";

    private static final int DAYS_A_WEEK = 7;
    private static final Pattern WEEKDAY = Pattern.compile("([0-9]{1,2})W");
    private static final Pattern LAST = Pattern.compile("([A-Za-z0-9]+)L");
    private static final Pattern NTH = Pattern.compile("([A-Za-z0-9]+)#([1-5])");

    private CronDays() {}

    static Predicate<LocalDate> ofMonth(String text) {
        if (text.equals("L")) {
            return date -> date.getDayOfMonth() == date.lengthOfMonth();
        }
        Matcher weekday = WEEKDAY.matcher(text);
        if (weekday.matches()) {
            int day = CronField.DAY_OF_MONTH.value(weekday.group(1));
            return date -> day <= date.lengthOfMonth() && date.equals(weekdayNearest(date.withDayOfMonth(day)));
        }
        BitSet days = CronField.DAY_OF_MONTH.values(text);
        return date -> days.get(date.getDayOfMonth());
    }

    /** Monday to Friday of the same month. */
    private static LocalDate weekdayNearest(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
            case SUNDAY -> day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    static Predicate<LocalDate> ofWeek(String text) {
        if (text.equals("L")) {
            return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        Matcher last = LAST.matcher(text);
        if (last.matches()) {
            int day = CronField.DAY_OF_WEEK.value(last.group(1));
            return date -> number(date) == day && date.getDayOfMonth() + DAYS_A_WEEK > date.lengthOfMonth();
        }
        Matcher nth = NTH.matcher(text);
        if (nth.matches()) {
            int day = CronField.DAY_OF_WEEK.value(nth.group(1));
            int which = Integer.parseInt(nth.group(2));
            return date -> number(date) == day && (date.getDayOfMonth() - 1) / DAYS_A_WEEK + 1 == which;
        }
        BitSet days = CronField.DAY_OF_WEEK.values(text);
        return date -> days.get(number(date));
    }

    /** 1 is Sunday. */
    private static int number(LocalDate date) {
        return date.getDayOfWeek().getValue() % DAYS_A_WEEK + 1;
    }
}
