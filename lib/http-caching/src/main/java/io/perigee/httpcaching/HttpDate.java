package io.perigee.httpcaching;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Dates of HTTP (RFC 9110 section 5.6.7), to and from epoch milliseconds.
 *
 * <p>Reads IMF-fixdate, the RFC 850 form and the asctime form, and forgives what is still plain to read: another case, a missing or wrong
 * day of the week, a missing comma, more spaces, dashes in the first form, "UTC" for "GMT". A year of two digits is one
 * that is at most 50 years after the reference time.
 */
public final class HttpDate {
    /** The answer for text that is no date. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final long EARLIEST = -62_167_219_200_000L; // year 0
    private static final long LATEST = 253_402_300_799_999L; // end of year 9999

    private HttpDate() {}

    /**
     * The date in epoch milliseconds, or {@link #INVALID}.
     *
     * @param nowMillis what a year of two digits refers to
     */
    public static long parse(String text, long nowMillis) {
        Fields fields = new Fields();
        int start = 0;
        int length = text.length();
        for (int i = 0; i <= length; i++) {
            if (i == length || isSeparator(text.charAt(i))) {
                if (i > start && !fields.accept(text.substring(start, i))) {
                    return INVALID;
                }
                start = i + 1;
            }
        }
        return fields.toMillis(nowMillis);
    }

    /** Like {@link #parse(String, long)} for dates whose year has four digits; others refer to the year 2000. */
    public static long parse(String text) {
        return parse(text, 946_684_800_000L);
    }

    /** IMF-fixdate, e.g. {@code Sun, 06 Nov 1994 08:49:37 GMT}. Times outside of the years 0 to 9999 become the nearest inside. */
    public static String format(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofInstant(
                Instant.ofEpochMilli(Math.min(Math.max(epochMillis, EARLIEST), LATEST)), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29)
                .append(DAYS[time.getDayOfWeek().getValue() - 1])
                .append(", ");
        twoDigits(text, time.getDayOfMonth())
                .append(' ')
                .append(MONTHS[time.getMonthValue() - 1])
                .append(' ');
        twoDigits(text, time.getYear() / 100);
        twoDigits(text, time.getYear() % 100).append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == ',' || c == '-' || c == '\t';
    }

    /** The parts of a date, in whatever order they come. */
    private static final class Fields {
        private int day = -1;
        private int month = -1;
        private int year = -1;
        private boolean shortYear;
        private int secondOfDay = -1;
        private boolean weekdaySeen;
        private boolean zoneSeen;

        boolean accept(String part) {
            char first = part.charAt(0);
            if (Ascii.isDigit(first)) {
                return part.indexOf(':') > 0 ? time(part) : number(part);
            }
            if (month < 0 && part.length() == 3) {
                for (int i = 0; i < MONTHS.length; i++) {
                    if (Ascii.equalsIgnoreCase(MONTHS[i], part)) {
                        month = i + 1;
                        return true;
                    }
                }
            }
            if (!zoneSeen && secondOfDay >= 0) {
                zoneSeen = true;
                return Ascii.equalsIgnoreCase(part, "GMT") || Ascii.equalsIgnoreCase(part, "UTC");
            }
            return weekday(part);
        }

        private boolean weekday(String part) {
            if (weekdaySeen || day >= 0 || part.length() < 3) {
                return false;
            }
            weekdaySeen = true;
            String name = part.toLowerCase(Locale.ROOT);
            for (String each : DAYS) {
                if (name.startsWith(each.toLowerCase(Locale.ROOT))) {
                    return name.length() == 3 || name.endsWith("day");
                }
            }
            return false;
        }

        private boolean number(String part) {
            long value = DeltaSeconds.parse(part);
            if (value < 0) {
                return false;
            }
            if (day < 0) {
                day = (int) value;
                return part.length() <= 2;
            }
            if (year < 0 && month > 0) {
                year = (int) Math.min(value, 10_000);
                shortYear = part.length() == 2;
                return part.length() == 2 || part.length() == 4;
            }
            return false;
        }

        private boolean time(String part) {
            if (secondOfDay >= 0 || part.length() < 7 || part.length() > 8) {
                return false;
            }
            int hourEnd = part.length() - 6;
            if (part.charAt(hourEnd) != ':' || part.charAt(hourEnd + 3) != ':') {
                return false;
            }
            long hour = DeltaSeconds.parse(part.substring(0, hourEnd));
            long minute = DeltaSeconds.parse(part.substring(hourEnd + 1, hourEnd + 3));
            long second = DeltaSeconds.parse(part.substring(hourEnd + 4));
            if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
                return false;
            }
            // A leap second is told as the second before it.
            secondOfDay = (int) (hour * 3600 + minute * 60 + Math.min(second, 59));
            return true;
        }

        long toMillis(long nowMillis) {
            if (day < 0 || month < 0 || year < 0 || secondOfDay < 0) {
                return INVALID;
            }
            try {
                LocalDateTime midnight = LocalDateTime.of(shortYear ? fullYear(nowMillis) : year, month, day, 0, 0);
                return (midnight.toEpochSecond(ZoneOffset.UTC) + secondOfDay) * 1000;
            } catch (DateTimeException e) {
                return INVALID;
            }
        }

        private int fullYear(long nowMillis) {
            int now = LocalDateTime.ofInstant(
                            Instant.ofEpochMilli(Math.min(Math.max(nowMillis, 0), LATEST)), ZoneOffset.UTC)
                    .getYear();
            int sameCentury = now - now % 100 + year;
            if (sameCentury > now + 50) {
                return sameCentury - 100;
            }
            return sameCentury + 100 <= now + 50 ? sameCentury + 100 : sameCentury;
        }
    }
}
