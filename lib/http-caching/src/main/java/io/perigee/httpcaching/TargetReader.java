package io.perigee.httpcaching;

import io.perigee.httpcaching.RequestTarget.Accepted;
import io.perigee.httpcaching.RequestTarget.Reason;
import io.perigee.httpcaching.RequestTarget.Rejected;
import org.jspecify.annotations.Nullable;

/** Checks and normalises the path and query of a request target in one pass. */
final class TargetReader {
    private TargetReader() {}

    static RequestTarget read(String target, int start, @Nullable String authority) {
        int end = target.indexOf('?', start);
        if (end < 0) {
            end = target.length();
        }
        for (int i = start; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || (c == '\\' && i < end)) {
                return new Rejected(Reason.ILLEGAL_CHARACTER);
            }
        }
        String raw = start == end ? "/" : target.substring(start, end);
        String path = raw;
        if (raw.indexOf('%') >= 0) {
            Reason reason = encodingFault(raw);
            if (reason != null) {
                return new Rejected(reason);
            }
            path = normalised(raw);
        }
        if (path.indexOf('.') >= 0 && hasDotSegment(path)) {
            return new Rejected(Reason.DOT_SEGMENT);
        }
        return new Accepted(path, end == target.length() ? null : target.substring(end + 1), authority);
    }

    private static @Nullable Reason encodingFault(String path) {
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 3)) {
            int octet = octet(path, i);
            if (octet < 0) {
                return Reason.MALFORMED_ENCODING;
            }
            if (octet < 0x20 || octet == 0x7f) {
                return Reason.ENCODED_CONTROL;
            }
            if (octet == '/' || octet == '\\') {
                return Reason.ENCODED_SLASH;
            }
            if (isOverlong(octet, octet(path, i + 3))) {
                return Reason.OVERLONG_ENCODING;
            }
        }
        return null;
    }

    private static boolean isOverlong(int first, int second) {
        return switch (first) {
            case 0xc0, 0xc1 -> second >= 0x80 && second <= 0xbf;
            case 0xe0 -> second >= 0x80 && second <= 0x9f;
            case 0xf0 -> second >= 0x80 && second <= 0x8f;
            default -> false;
        };
    }

    /** The octet that is encoded at {@code i}, or -1. */
    private static int octet(String text, int i) {
        if (i + 2 >= text.length() || text.charAt(i) != '%') {
            return -1;
        }
        int high = hexadecimal(text.charAt(i + 1));
        int low = hexadecimal(text.charAt(i + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hexadecimal(char c) {
        if (Ascii.isDigit(c)) {
            return c - '0';
        }
        char lower = Ascii.lowerCase(c);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static String normalised(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                plain.append(c);
                continue;
            }
            char decoded = (char) octet(path, i);
            if (isUnreserved(decoded)) {
                plain.append(decoded);
            } else {
                plain.append('%').append(upperCase(path.charAt(i + 1))).append(upperCase(path.charAt(i + 2)));
            }
            i += 2;
        }
        return plain.toString();
    }

    private static char upperCase(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    private static boolean isUnreserved(char c) {
        return c < 0x80 && (Ascii.isAlpha(c) || Ascii.isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~');
    }

    private static boolean hasDotSegment(String path) {
        int start = 1;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            int dots = start;
            while (dots < end && path.charAt(dots) == '.') {
                dots++;
            }
            int count = dots - start;
            boolean alone = dots == end || path.charAt(dots) == ';' || path.startsWith("%3B", dots);
            if (alone && (count == 1 || count == 2)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}
