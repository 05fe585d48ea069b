package io.perigee.distribution;

import io.perigee.distribution.describe.Named;

/** The four points of a request at which a function can run (Lambda@Edge's event types). */
public enum EventType implements Named {
    /** At the edge, before the cache is asked. */
    VIEWER_REQUEST("viewer-request"),

    /** Where the origin is contacted, before it is. */
    ORIGIN_REQUEST("origin-request"),

    /** Where the origin was contacted, before its response is stored. */
    ORIGIN_RESPONSE("origin-response"),

    /** At the edge, before the response is sent to the viewer. */
    VIEWER_RESPONSE("viewer-response");

    private final String documentName;

    EventType(String documentName) {
        this.documentName = documentName;
    }

    @Override
    public String documentName() {
        return documentName;
    }
}
