package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** Which protocol the network speaks to an origin. */
public enum OriginProtocolPolicy implements Named {
    /** Always HTTP. */
    HTTP_ONLY("http-only"),

    /** Always HTTPS. */
    HTTPS_ONLY("https-only"),

    /** The protocol of the viewer's request that caused the fetch. */
    MATCH_VIEWER("match-viewer");

    private final String documentName;

    OriginProtocolPolicy(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
