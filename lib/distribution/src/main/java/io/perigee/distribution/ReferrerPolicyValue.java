package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** What a browser sends as Referer (W3C Referrer Policy). */
public enum ReferrerPolicyValue implements Named {
    /** Nothing. */
    NO_REFERRER("no-referrer"),

    /** The URL, but nothing from HTTPS to HTTP. */
    NO_REFERRER_WHEN_DOWNGRADE("no-referrer-when-downgrade"),

    /** The origin. */
    ORIGIN("origin"),

    /** The URL within the origin, else the origin. */
    ORIGIN_WHEN_CROSS_ORIGIN("origin-when-cross-origin"),

    /** The URL within the origin, else nothing. */
    SAME_ORIGIN("same-origin"),

    /** The origin, but nothing from HTTPS to HTTP. */
    STRICT_ORIGIN("strict-origin"),

    /** The URL within the origin, else the origin, but nothing from HTTPS to HTTP. */
    STRICT_ORIGIN_WHEN_CROSS_ORIGIN("strict-origin-when-cross-origin"),

    /** The URL. */
    UNSAFE_URL("unsafe-url");

    private final String documentName;

    ReferrerPolicyValue(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
