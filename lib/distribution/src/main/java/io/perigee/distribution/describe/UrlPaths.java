package io.perigee.distribution.describe;

/** Paths of RFC 3986, section 3.3, and the patterns that CloudFront builds on them. */
final class UrlPaths {

    private static final String PATH_MARKS = "-._~!$&'()*+,;=:@/";
    private static final String PATTERN_MARKS = "_-.*?$/~\"'@:+&=!(),;";

    private UrlPaths() {}

    static boolean isPath(String text) {
        return text.startsWith("/") && consistsOf(text, PATH_MARKS) && !hasDotSegment(text);
    }

    static boolean isPattern(String text) {
        return !text.isEmpty() && consistsOf(text, PATTERN_MARKS);
    }

    static boolean isInvalidationPath(String text) {
        int star = text.indexOf('*');
        return text.startsWith("/")
                && consistsOf(text, PATH_MARKS + "?")
                && !hasDotSegment(text)
                && (star < 0 || star == text.length() - 1);
    }

    static boolean isTarget(String text) {
        return text.startsWith("/") && consistsOf(text, PATH_MARKS + "?") && !hasDotSegment(text);
    }

    private static boolean consistsOf(String text, String marks) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!isAlphanumeric(c) && marks.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasDotSegment(String path) {
        int query = path.indexOf('?');
        String bare = query < 0 ? path : path.substring(0, query);
        return bare.contains("/./") || bare.contains("/../") || bare.endsWith("/.") || bare.endsWith("/..");
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
