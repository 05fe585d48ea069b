package io.perigee.cache;

/**
 * The moment up to which something fetched is known to be good: in the change log's sequence, and in the count of this node's own
 * invalidations. It only ever rises, and only after a check that no mark covers what it belongs to, so losing one of two
 * concurrent rises does no harm.
 *
 * <p>Beside it, and apart from it, the log's sequence up to which no mark has made it stale: that of the fetch or of the last successful
 * validation, which rises in the same way.
 */
final class Stamp {
    private volatile long sequence;
    private volatile long local;
    private volatile long validated;

    Stamp(long sequence, long local, long validated) {
        this.sequence = sequence;
        this.local = local;
        this.validated = validated;
    }

    long sequence() {
        return sequence;
    }

    long local() {
        return local;
    }

    long validated() {
        return validated;
    }

    Stamp copy() {
        return new Stamp(sequence, local, validated);
    }

    /** The same body, validated anew. */
    Stamp validatedAt(long atSequence) {
        return new Stamp(sequence, local, atSequence);
    }

    /** The plain reads keep a hit from writing to memory that other cores read. */
    void lift(long toSequence, long toLocal) {
        if (sequence < toSequence) {
            sequence = toSequence;
        }
        if (local < toLocal) {
            local = toLocal;
        }
    }

    /** No mark up to there covers it. */
    void liftTo(Stamp good) {
        lift(good.sequence, good.local);
        liftValidated(good.validated);
    }

    /** No mark up to there makes it stale. */
    void liftValidated(long toSequence) {
        if (validated < toSequence) {
            validated = toSequence;
        }
    }

    /** Of a fetch whose response has come: a cache further up says at which sequence it was validated. */
    void setValidated(long atSequence) {
        validated = atSequence;
    }
}
