package io.perigee.node.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as {@code 512}, {@code 64KiB}, {@code 1.5GiB} or {@code 10MB} (binary units by 1024, decimal
 * ones by 1000).
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    static final String EXPECTED = "a size such as 512, 64KiB, 10MB or 1.5GiB";

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?) ?([KMGT]i?B|B|)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "B",
            1L,
            "KB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "TB",
            1_000_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "TiB",
            1L << 40);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /**
     * Reads the notation.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static ByteSize parse(String text) {
        Matcher matcher = NOTATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        var exact = new java.math.BigDecimal(matcher.group(1))
                .multiply(java.math.BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L)));
        if (exact.compareTo(java.math.BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new ByteSize(exact.longValue());
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long size = UNITS.getOrDefault(unit, 1L);
            if (bytes >= size && bytes % size == 0) {
                return String.format(Locale.ROOT, "%d%s", bytes / size, unit);
            }
        }
        return Long.toString(bytes);
    }
}
