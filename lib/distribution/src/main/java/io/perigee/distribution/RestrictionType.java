package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** How a list of countries restricts access. */
public enum RestrictionType implements Named {
    /** Every country is served. */
    NONE("none"),

    /** Only the countries listed are served. */
    ALLOWLIST("allowlist"),

    /** The countries listed are not served. */
    DENYLIST("denylist");

    private final String documentName;

    RestrictionType(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
