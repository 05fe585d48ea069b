package io.perigee.control.output;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a function's log, between two lines. Written {@code CHUNK.LINE}.
 *
 * @param chunk the position of the chunk to go on with
 * @param line how many of that chunk's lines lie before the place
 */
public record LogPosition(long chunk, int line) {

    /** Before everything. */
    public static final LogPosition START = new LogPosition(0, 0);

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})");

    /** Empty if it is none. */
    public static Optional<LogPosition> parse(String text) {
        Matcher matcher = NOTATION.matcher(text);
        return matcher.matches()
                ? Optional.of(new LogPosition(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return chunk + "." + line;
    }
}
