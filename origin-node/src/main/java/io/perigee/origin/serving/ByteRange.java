package io.perigee.origin.serving;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What part of an object a Range field asks for, RFC 9110 section 14. Like S3, only one range is served. */
sealed interface ByteRange {

    /** All of it: no range was asked for, or one that is to be ignored (several ranges, another unit, nonsense). */
    record Whole() implements ByteRange {}

    /**
     * One part.
     *
     * @param first offset of its first byte
     * @param length bytes, at least 1
     */
    record Part(long first, long length) implements ByteRange {
        String contentRange(long size) {
            return "bytes " + first + "-" + (first + length - 1) + "/" + size;
        }
    }

    /** The object has no such part: 416. */
    record Unsatisfiable() implements ByteRange {}

    /** At most 18 digits, which a long always holds. */
    Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    static ByteRange parse(@Nullable String field, long size) {
        if (field == null) {
            return new Whole();
        }
        Matcher single = SINGLE.matcher(field);
        if (!single.matches()) {
            return new Whole();
        }
        String from = single.group(1);
        String to = single.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return new Whole();
        }
        if (from.isEmpty()) {
            long last = Math.min(Long.parseLong(to), size);
            return last == 0 ? new Unsatisfiable() : new Part(size - last, last);
        }
        long first = Long.parseLong(from);
        long end = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (end < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(end, size - 1) - first + 1);
    }
}
