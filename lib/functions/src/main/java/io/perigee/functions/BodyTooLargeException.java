package io.perigee.functions;

/** The body has more bytes than the function may read at once. */
public final class BodyTooLargeException extends RuntimeException {
    private final int limit;

    public BodyTooLargeException(int limit) {
        super("the body has more than " + limit + " bytes, the most that a function may read");
        this.limit = limit;
    }

    /** In bytes. */
    public int limit() {
        return limit;
    }
}
