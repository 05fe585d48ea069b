package io.perigee.benchmarks.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of an object.
 *
 * @param label such as {@code 10KB}
 * @param bytes 1 to 1 GiB; a KB here is 1024 bytes
 */
public record Payload(String label, int bytes) {

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,7})(B|KB|MB)");
    private static final long MOST = 1 << 30;

    /**
     * Reads {@code 512B}, {@code 10KB} or {@code 1MB}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Payload parse(String text) {
        String label = text.strip().toUpperCase(Locale.ROOT);
        Matcher matcher = NOTATION.matcher(label);
        if (matcher.matches()) {
            long unit = matcher.group(2).equals("B") ? 1 : matcher.group(2).equals("KB") ? 1 << 10 : 1 << 20;
            long bytes = Long.parseLong(matcher.group(1)) * unit;
            if (bytes >= 1 && bytes <= MOST) {
                return new Payload(label, (int) bytes);
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a size such as 512B, 10KB or 1MB");
    }
}
