package io.perigee.httpcaching;

/** Letters as HTTP compares them: only A-Z and a-z fold, so that no look-alike of Unicode passes for a known name. */
final class Ascii {
    private static final boolean[] TOKEN_CHARS = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            TOKEN_CHARS[c] = isAlpha(c) || isDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private Ascii() {}

    static boolean equalsIgnoreCase(String a, String b) {
        int length = a.length();
        if (b.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y && lowerCase(x) != lowerCase(y)) {
                return false;
            }
        }
        return true;
    }

    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                char[] chars = text.toCharArray();
                for (int j = i; j < chars.length; j++) {
                    chars[j] = lowerCase(chars[j]);
                }
                return new String(chars);
            }
        }
        return text;
    }

    static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(char c) {
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'z';
    }

    /** RFC 9110 section 5.6.2. */
    static boolean isTokenChar(char c) {
        return c < 128 && TOKEN_CHARS[c];
    }

    /** Optional whitespace: space and tab only. */
    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Without optional whitespace (space, tab) at both ends. */
    static String trim(String text) {
        return trim(text, 0, text.length());
    }

    static String trim(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
