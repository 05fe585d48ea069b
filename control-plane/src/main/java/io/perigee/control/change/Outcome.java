package io.perigee.control.change;

/** What came of a change. */
public sealed interface Outcome<T> {

    /**
     * The network is as asked for; what is acknowledged so is on disk.
     *
     * @param effect what it took
     */
    record Done<T>(T value, Effect effect) implements Outcome<T> {}

    /** Nothing was changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    /** What a change did. */
    enum Effect {
        CREATED,
        REPLACED,
        /** It was so already: nothing was logged. */
        UNCHANGED,
        DELETED
    }

    static <T> Outcome<T> done(T value, Effect effect) {
        return new Done<>(value, effect);
    }

    static <T> Outcome<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }
}
