package io.perigee.httpcaching;

import org.jspecify.annotations.Nullable;

/**
 * A request target that every hop reads alike (RFC 9112 section 3.2, RFC 3986 section 6.2.2). What one hop could take for another path (dot
 * segments, encoded slashes, backslashes, control characters, overlong UTF-8) is rejected, not repaired: a client that is not
 * up to something has no need of it.
 */
public sealed interface RequestTarget {
    /** The longest target, as with CloudFront. */
    int MAX_LENGTH = 8192;

    /**
     * It is unambiguous.
     *
     * @param path starts with a slash; percent-encoded where it came so, but for characters that need not be; hexadecimal digits in
     *     upper case
     * @param query as it came, without the question mark; null when there is none
     * @param authority of a target in absolute form, which then counts instead of Host; null in origin form
     */
    record Accepted(
            String path, @Nullable String query, @Nullable String authority) implements RequestTarget {
        /** Path and query in origin form. */
        public String target() {
            return query == null ? path : path + '?' + query;
        }
    }

    /** Answer 400 (414 for {@link Reason#TOO_LONG}). */
    record Rejected(Reason reason) implements RequestTarget {}

    /** Why a target is rejected. */
    enum Reason {
        EMPTY,
        TOO_LONG,
        /** Neither a path nor an http or https URI; so {@code *} as well. */
        NOT_A_PATH,
        /** A space, a control character, a character outside of ASCII, a backslash or a fragment. */
        ILLEGAL_CHARACTER,
        /** A percent sign in the path that two hexadecimal digits do not follow. */
        MALFORMED_ENCODING,
        /** A control character in the path, encoded. */
        ENCODED_CONTROL,
        /** A slash or backslash in the path, encoded. */
        ENCODED_SLASH,
        /** UTF-8 that takes more bytes than it needs, a disguise of other characters. */
        OVERLONG_ENCODING,
        /** {@code .} or {@code ..} as a segment, plain or encoded, also with parameters as in {@code ..;a}. */
        DOT_SEGMENT
    }

    /** Reads a target as it came in the request line or {@code :path}. */
    static RequestTarget parse(String target) {
        if (target.isEmpty()) {
            return new Rejected(Reason.EMPTY);
        }
        if (target.length() > MAX_LENGTH) {
            return new Rejected(Reason.TOO_LONG);
        }
        if (target.charAt(0) == '/') {
            return TargetReader.read(target, 0, null);
        }
        int start = schemeLength(target);
        int slash = start;
        while (slash < target.length() && target.charAt(slash) != '/' && target.charAt(slash) != '?') {
            slash++;
        }
        String authority = target.substring(start, slash);
        if (start == 0 || !FieldRules.isAuthority(authority)) {
            return new Rejected(Reason.NOT_A_PATH);
        }
        return TargetReader.read(target, slash, authority);
    }

    private static int schemeLength(String target) {
        for (String scheme : new String[] {"http://", "https://"}) {
            int length = scheme.length();
            if (target.length() > length && Ascii.equalsIgnoreCase(target.substring(0, length), scheme)) {
                return length;
            }
        }
        return 0;
    }
}
