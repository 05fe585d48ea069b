package io.perigee.node.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in files: a whole number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
public final class Durations {

    static final String EXPECTED = "a duration such as 500ms, 30s, 5m, 1h or 7d";

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads the notation.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static Duration parse(String text) {
        Matcher matcher = NOTATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
