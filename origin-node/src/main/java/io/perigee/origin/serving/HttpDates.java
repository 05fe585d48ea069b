package io.perigee.origin.serving;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dates in HTTP fields, RFC 9110 section 5.6.7. */
public final class HttpDates {

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    /** The preferred format, to the second. */
    public static String format(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }

    /** Reads the preferred format; empty for anything else. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.from(IMF_FIXDATE.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
