package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** Whether a page may be framed (RFC 7034). */
public enum FrameOption implements Named {
    /** By nobody. */
    DENY("DENY"),

    /** By pages of the same origin. */
    SAMEORIGIN("SAMEORIGIN");

    private final String documentName;

    FrameOption(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
