package io.perigee.origin.serving;

/** What was answered for an object. */
public sealed interface Delivery {

    /**
     * The object or a part of it.
     *
     * @param bodyBytes of the answer; 0 for HEAD
     */
    record Sent(long bodyBytes) implements Delivery {}

    /** 304. */
    record NotModified() implements Delivery {}

    /** Nothing yet: a condition does not hold, the caller answers 412 in its own manner. */
    record PreconditionFailed() implements Delivery {}

    /** Nothing yet: there is no such part, the caller answers 416 in its own manner. */
    record RangeNotSatisfiable(long size) implements Delivery {}
}
