package io.perigee.cache;

/** Is told of marks when they are in place, on whatever thread accepts them. */
@FunctionalInterface
interface MarkListener {
    /** For marks that nobody keeps. */
    MarkListener NONE = (sort, namespace, what, sequence) -> {};

    void marked(Sort sort, String namespace, String what, long sequence);

    /** What a mark covers. */
    enum Sort {
        PATH,
        PREFIX,
        TAG,
        EVERYTHING
    }
}
