package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** Which names of a request (cookies or query string parameters) a policy takes. */
public enum NameBehavior implements Named {
    /** None of them. */
    NONE("none"),

    /** Those listed. */
    ALLOWLIST("allowlist"),

    /** All but those listed. */
    ALL_EXCEPT("allExcept"),

    /** All of them. */
    ALL("all");

    private final String documentName;

    NameBehavior(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
