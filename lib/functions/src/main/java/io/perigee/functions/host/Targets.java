package io.perigee.functions.host;

/** What paths and query strings are made of. */
final class Targets {
    private Targets() {}

    /** Neither spaces nor control characters, nor anything that is not encoded. */
    static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    static boolean hasDotSegment(String path) {
        for (String segment : path.split("/", -1)) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
