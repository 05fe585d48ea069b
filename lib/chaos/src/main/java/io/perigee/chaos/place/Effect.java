package io.perigee.chaos.place;

/** What came of a {@link Harm}. */
public sealed interface Effect {

    /**
     * It is done.
     *
     * @param undo heals it; to be called once
     */
    record Done(Undo undo) implements Effect {}

    /**
     * This place cannot do that; it has not been touched.
     *
     * @param why for the report, such as "needs root"
     */
    record NotPossible(String why) implements Effect {}

    /** Heals. */
    interface Undo {
        /** Blocks until it is healed; a node that had ended is ready then. */
        void run() throws PlaceException, InterruptedException;
    }
}
