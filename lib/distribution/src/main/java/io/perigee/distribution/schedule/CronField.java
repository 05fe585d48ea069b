package io.perigee.distribution.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a cron expression.
 *
 * @param name as messages call it
 * @param names of the values from {@code least}; empty: they have none
 * @param wraps whether a range may begin above its end, such as from 22 to 2 o'clock
 */
record CronField(String name, int least, int most, List<String> names, boolean wraps) {

    static final CronField MINUTES = new CronField("minutes", 0, 59, List.of(), true);
    static final CronField HOURS = new CronField("hours", 0, 23, List.of(), true);
    static final CronField DAY_OF_MONTH = new CronField("day-of-month", 1, 31, List.of(), false);
    static final CronField MONTH = new CronField(
            "month",
            1,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
            true);
    static final CronField DAY_OF_WEEK =
            new CronField("day-of-week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), true);
    static final CronField YEAR = new CronField("year", 1970, 2199, List.of(), false);

    private static final Pattern PART = Pattern.compile("(\\*|([A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?)(?:/([0-9]{1,4}))?");

    /** The values that a list of values, ranges and steps has. */
    BitSet values(String text) {
        BitSet values = new BitSet(most + 1);
        for (String part : text.split(",", -1)) {
            add(part, values);
        }
        return values;
    }

    private void add(String text, BitSet values) {
        Matcher part = PART.matcher(text);
        if (!part.matches()) {
            throw invalid(text);
        }
        int step = part.group(4) == null ? 1 : Integer.parseInt(part.group(4));
        if (step < 1 || step > most) {
            throw invalid(text);
        }
        int from = least;
        int to = most;
        if (part.group(2) != null) {
            from = value(part.group(2));
            if (part.group(3) != null) {
                to = value(part.group(3));
            } else if (part.group(4) == null) {
                to = from;
            }
        }
        if (from > to && !wraps) {
            throw invalid(text);
        }
        int size = most - least + 1;
        int length = Math.floorMod(to - from, size);
        for (int offset = 0; offset <= length; offset += step) {
            values.set(least + (from - least + offset) % size);
        }
    }

    /** A number or a name. */
    int value(String text) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return least + named;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw invalid(text);
        }
        return Integer.parseInt(text);
    }

    InvalidScheduleException invalid(String text) {
        String named = names.isEmpty() ? "" : " or " + names.getFirst() + "-" + names.getLast();
        return new InvalidScheduleException("as " + name + " values of " + least + "-" + most + named
                + ", in lists, ranges and steps, not " + text);
    }
}
