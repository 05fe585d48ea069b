package io.perigee.distribution.routing;

/**
 * A behavior's path pattern: {@code *} stands for any characters (none included), {@code ?} for exactly one, everything
 * else for itself, letters as they are written. A pattern without leading slash means the same as with one.
 *
 * <p>The common forms (exact, prefix, suffix) are one comparison. The rest go greedily from left to right and return, on
 * a mismatch, only to the last {@code *} seen, which is enough because an earlier one could match nothing that the last
 * one cannot: at most pattern times path steps, where a regular expression can take exponentially many.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern">Path pattern</a>.
 */
public final class PathPattern {

    private enum Form {
        ALL,
        EXACT,
        PREFIX,
        SUFFIX,
        GENERAL
    }

    private final String source;
    private final String literal;
    private final Form form;

    private PathPattern(String source, String literal, Form form) {
        this.source = source;
        this.literal = literal;
        this.form = form;
    }

    /** Compiles a pattern as a document gives it. */
    public static PathPattern of(String pattern) {
        String normal = pattern.startsWith("/") || pattern.startsWith("*") ? pattern : "/" + pattern;
        if (normal.equals("*") || normal.equals("/*")) {
            return new PathPattern(pattern, "", Form.ALL);
        }
        boolean single = normal.indexOf('?') >= 0;
        int star = normal.indexOf('*');
        if (!single && star < 0) {
            return new PathPattern(pattern, normal, Form.EXACT);
        }
        if (!single && star == normal.length() - 1) {
            return new PathPattern(pattern, normal.substring(0, star), Form.PREFIX);
        }
        if (!single && star == 0 && normal.indexOf('*', 1) < 0) {
            return new PathPattern(pattern, normal.substring(1), Form.SUFFIX);
        }
        return new PathPattern(pattern, normal, Form.GENERAL);
    }

    /** The pattern as the document gives it. */
    public String source() {
        return source;
    }

    /** Whether the pattern covers {@code path}, which starts with a slash and has no query. */
    public boolean matches(String path) {
        return matches(path, path.length());
    }

    /** Whether the pattern covers the first {@code end} characters of {@code target}. */
    boolean matches(String target, int end) {
        return switch (form) {
            case ALL -> true;
            case EXACT -> end == literal.length() && target.startsWith(literal);
            case PREFIX -> end >= literal.length() && target.startsWith(literal);
            case SUFFIX -> end >= literal.length() && target.startsWith(literal, end - literal.length());
            case GENERAL -> matchesGeneral(target, end);
        };
    }

    private boolean matchesGeneral(String target, int end) {
        int at = 0;
        int inPattern = 0;
        int lastStar = -1;
        int afterStar = 0;
        while (at < end) {
            char c = inPattern < literal.length() ? literal.charAt(inPattern) : '\0';
            if (inPattern < literal.length() && c == '*') {
                lastStar = inPattern++;
                afterStar = at;
            } else if (inPattern < literal.length() && (c == '?' || c == target.charAt(at))) {
                inPattern++;
                at++;
            } else if (lastStar >= 0) {
                inPattern = lastStar + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (inPattern < literal.length() && literal.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == literal.length();
    }

    @Override
    public String toString() {
        return source;
    }
}
