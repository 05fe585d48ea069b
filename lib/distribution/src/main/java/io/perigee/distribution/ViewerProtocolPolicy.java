package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** What happens to a viewer's plain HTTP request. */
public enum ViewerProtocolPolicy implements Named {
    /** HTTP and HTTPS are both served. */
    ALLOW_ALL("allow-all"),

    /** HTTP is answered with 301 to the same URL over HTTPS (307 for methods other than GET and HEAD). */
    REDIRECT_TO_HTTPS("redirect-to-https"),

    /** HTTP is answered with 403. */
    HTTPS_ONLY("https-only");

    private final String documentName;

    ViewerProtocolPolicy(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
