package io.perigee.httpcaching;

import java.util.Set;

/** Which fields may stand in a message's trailer section (RFC 9110 section 6.5.1). */
public final class TrailerFields {
    /** Those that frame or route a message, say who asks, or must be known before the content is: behind it they could only deceive. */
    private static final Set<String> NEVER = Set.of(
            "age",
            "authorization",
            "cache-control",
            "cache-status",
            "cdn-cache-control",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "expires",
            "host",
            "location",
            "pragma",
            "retry-after",
            "set-cookie",
            "vary",
            "via",
            "www-authenticate");

    private TrailerFields() {}

    /** What may be sent on of a trailer section; nothing where any field of it is malformed. */
    public static Headers forwarded(Headers trailers) {
        if (FieldRules.check(trailers) != null) {
            return Headers.of();
        }
        Headers.Builder kept = Headers.builder();
        HopByHop.strip(trailers).forEach((name, value) -> {
            if (!NEVER.contains(Ascii.lowerCase(name))) {
                kept.add(name, value);
            }
        });
        return kept.build();
    }
}
