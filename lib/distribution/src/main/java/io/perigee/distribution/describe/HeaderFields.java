package io.perigee.distribution.describe;

import java.util.Locale;
import java.util.Set;

/** Field names and values (RFC 9110, section 5), and the names that the network keeps to itself. */
final class HeaderFields {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** What would make the answer a part, a 304, another site's or nobody's. */
    private static final Set<String> NOT_FOR_PREWARMING = Set.of(
            "host",
            "content-length",
            "content-type",
            "expect",
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range");

    /** Hop-by-hop fields and framing (RFC 9110, section 7.6.1), which no configuration can set without breaking messages. */
    private static final Set<String> CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private static final Set<String> REQUEST = Set.of(
            "accept-encoding",
            "cache-control",
            "cookie",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "pragma",
            "range",
            "request-range",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-real-ip");

    private static final Set<String> RESPONSE =
            Set.of("cache-status", "content-encoding", "content-range", "date", "server-timing", "warning", "x-cache");

    private HeaderFields() {}

    static boolean isName(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || TOKEN_MARKS.indexOf(c) >= 0);
    }

    static boolean isValue(String text) {
        return text.equals(text.strip()) && text.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c < 0x7f));
    }

    static boolean isReservedToOrigin(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CONNECTION.contains(lower)
                || REQUEST.contains(lower)
                || isNetworks(lower)
                || lower.startsWith("x-edge-");
    }

    static boolean isForPrewarming(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isName(name) && !CONNECTION.contains(lower) && !NOT_FOR_PREWARMING.contains(lower) && !isNetworks(lower);
    }

    static boolean isReservedToViewer(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CONNECTION.contains(lower)
                || RESPONSE.contains(lower)
                || isNetworks(lower)
                || lower.startsWith("x-edge-");
    }

    private static boolean isNetworks(String lower) {
        return lower.startsWith("perigee-") || lower.startsWith("x-amz-cf-") || lower.startsWith("cloudfront-");
    }
}
