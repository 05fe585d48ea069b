package io.perigee.control.prewarm;

/**
 * What one request at one edge came to.
 *
 * @param reason why, where that is not plain; else empty
 * @param bytes of the body
 */
public record Fetched(Kind kind, String reason, long bytes) {

    /** What a request did. */
    public enum Kind {
        /** The edge stored the response. */
        FILLED,
        /** The edge had it. */
        PRESENT,
        /** The response may not be stored, or a function gave it. */
        UNCACHEABLE,
        /** There was none, or an error. */
        FAILED
    }

    static Fetched failed(String reason) {
        return new Fetched(Kind.FAILED, reason, 0);
    }
}
