package io.perigee.cache;

/**
 * The moment up to which something fetched is known to be good: in the change log's sequence, and in the count of this node's own
 * invalidations. It only ever rises, and only after a check that no mark covers what it belongs to, so losing one of two
 * concurrent rises does no harm.
 */
final class Stamp {
    private volatile long sequence;
    private volatile long local;

    Stamp(long sequence, long local) {
        this.sequence = sequence;
        this.local = local;
    }

    long sequence() {
        return sequence;
    }

    long local() {
        return local;
    }

    Stamp copy() {
        return new Stamp(sequence, local);
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
}
