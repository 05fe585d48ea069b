package io.perigee.httpcaching;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What methods and header fields may consist of (RFC 9110 sections 5.1, 5.5 and 9.1), and what frames a message (RFC 9112 section 6). */
public final class FieldRules {
    private FieldRules() {}

    /**
     * What is wrong with a message.
     *
     * @param field the field's name, or {@code method}
     * @param value as it came
     * @param expected in words
     */
    public record Violation(String field, String value, String expected) {}

    /** Whether it is a token. */
    public static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!Ascii.isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Whether it has only visible characters, spaces, tabs and bytes from 0x80 (as one character each): no CR, LF, NUL. */
    public static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    public static boolean isMethod(String method) {
        return isName(method);
    }

    /** The first violation among these fields; null when there is none. */
    public static @Nullable Violation check(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            String value = headers.valueAt(i);
            if (!isName(name)) {
                return new Violation(name, value, "a name of token characters");
            }
            if (!isValue(value)) {
                return new Violation(name, value, "a value without control characters");
            }
        }
        return null;
    }

    /**
     * The first violation in a request: its method, its fields, several or malformed Host, and whatever leaves in doubt where its
     * body ends; null when there is none.
     */
    public static @Nullable Violation check(RequestHead request) {
        if (!isMethod(request.method())) {
            return new Violation("method", request.method(), "a token");
        }
        Headers headers = request.headers();
        Violation violation = check(headers);
        if (violation == null) {
            violation = checkHost(headers);
        }
        return violation == null ? checkFraming(headers) : violation;
    }

    private static @Nullable Violation checkHost(Headers headers) {
        String host = headers.combined(HeaderNames.HOST);
        if (host == null) {
            return null;
        }
        if (headers.count(HeaderNames.HOST) > 1) {
            return new Violation(HeaderNames.HOST, host, "one line");
        }
        return isAuthority(host) ? null : new Violation(HeaderNames.HOST, host, "a host name or address, and a port");
    }

    /** Whether it is a host with an optional port, as in Host: no user, no path, no space. */
    public static boolean isAuthority(String authority) {
        int end = authority.length();
        int colon = authority.lastIndexOf(':');
        if (colon >= 0 && authority.indexOf(']', colon) < 0) {
            long port = DeltaSeconds.parse(authority.substring(colon + 1));
            if (port < 0 || port > 65_535) {
                return false;
            }
            end = colon;
        }
        if (end == 0) {
            return false;
        }
        boolean literal = authority.charAt(0) == '[' && authority.charAt(end - 1) == ']' && end > 2;
        for (int i = literal ? 1 : 0; i < (literal ? end - 1 : end); i++) {
            char c = authority.charAt(i);
            boolean allowed =
                    Ascii.isAlpha(c) || Ascii.isDigit(c) || c == '.' || (literal ? c == ':' : "-_~%".indexOf(c) >= 0);
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Violation checkFraming(Headers headers) {
        List<String> lengths = headers.all(HeaderNames.CONTENT_LENGTH);
        for (String length : lengths) {
            if (!isLength(length) || !length.equals(lengths.get(0))) {
                return new Violation(
                        HeaderNames.CONTENT_LENGTH, String.join(", ", lengths), "one number of at most 18 digits");
            }
        }
        String coding = headers.combined(HeaderNames.TRANSFER_ENCODING);
        if (coding == null) {
            return null;
        }
        if (!lengths.isEmpty()) {
            return new Violation(HeaderNames.TRANSFER_ENCODING, coding, "no Content-Length beside it");
        }
        return Ascii.equalsIgnoreCase(coding, "chunked")
                ? null
                : new Violation(HeaderNames.TRANSFER_ENCODING, coding, "chunked, once");
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> Ascii.isDigit((char) c));
    }
}
