package io.perigee.functions;

import java.util.Optional;

/** The four points of a request at which a function can run, named as CloudFront names them. */
public enum EventType {
    /** A request has arrived from a viewer; the cache has not been looked at yet. */
    VIEWER_REQUEST("viewer-request", true, true),
    /** The cache has nothing to answer with, and the request is about to go to the origin. */
    ORIGIN_REQUEST("origin-request", false, true),
    /** The origin has answered, and its response has not been stored yet. Runs for every status. */
    ORIGIN_RESPONSE("origin-response", false, false),
    /** A response, cached or not, is about to go to the viewer. Not run for statuses of 400 and above. */
    VIEWER_RESPONSE("viewer-response", true, false);

    private final String label;
    private final boolean viewer;
    private final boolean request;

    EventType(String label, boolean viewer, boolean request) {
        this.label = label;
        this.viewer = viewer;
        this.request = request;
    }

    /** CloudFront's word for it, such as {@code viewer-request}. */
    public String label() {
        return label;
    }

    /** Whether it runs for every viewer's request (else only where the origin is contacted). */
    public boolean isViewer() {
        return viewer;
    }

    /** Whether it is handed a request (else a response). */
    public boolean isRequest() {
        return request;
    }

    /** The type of that label; empty for any other word. Labels are lower case. */
    public static Optional<EventType> ofLabel(String label) {
        for (EventType type : values()) {
            if (type.label.equals(label)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return label;
    }
}
