package io.perigee.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has been invalidated: by marks of the change log, and by this node's own (unsafe methods, purges), which count in a
 * sequence of their own. A stamp holds a place in both.
 */
final class Liveness {
    private final SequenceView log;
    private final InvalidationMarks marks;
    private final InvalidationMarks localMarks;
    private final AtomicLong localSequence = new AtomicLong();

    Liveness(SequenceView log, InvalidationMarks marks, InvalidationMarks localMarks) {
        this.log = log;
        this.marks = marks;
        this.localMarks = localMarks;
    }

    /** The stamp of a fetch that starts now. */
    Stamp now(long minimumSequence) {
        return new Stamp(Math.max(log.applied(), minimumSequence), localSequence.get());
    }

    boolean logKept() {
        return log.logKept();
    }

    boolean isDead(CacheKey key, List<String> tags, Stamp stamp) {
        return marks.covers(key, tags, stamp.sequence()) || localMarks.covers(key, tags, stamp.local());
    }

    /** As {@link #isDead}; what is not dead is known to be good now, and its stamp says so from here on. */
    boolean isDeadElseLift(CacheKey key, List<String> tags, Stamp stamp) {
        // Read before the check: a mark that comes in between must not be passed over.
        long applied = log.applied();
        long local = localSequence.get();
        if (isDead(key, tags, stamp)) {
            return true;
        }
        stamp.lift(applied, local);
        return false;
    }

    /** Whether an upstream's response is older than a mark, by the sequence that the upstream gives. */
    boolean isOvertaken(CacheKey key, List<String> tags, long fetchedAtSequence) {
        return marks.newestMark(key, tags) > fetchedAtSequence;
    }

    /** Marks first, then counts: see {@link SequenceView#applied}. */
    synchronized void invalidateHere(String namespace, String path) {
        long next = localSequence.get() + 1;
        localMarks.addExactPath(namespace, path, next);
        localSequence.set(next);
    }

    synchronized void invalidateAllHere() {
        long next = localSequence.get() + 1;
        localMarks.raiseFloor(next);
        localSequence.set(next);
    }

    /** A sequence up to which every mark is known, in the log and here. */
    Stamp known() {
        return new Stamp(log.applied(), localSequence.get());
    }

    /** Drops the marks up to these sequences; what is not lifted above them is dead. */
    void dropThrough(Stamp stamp) {
        marks.dropThrough(stamp.sequence());
        localMarks.dropThrough(stamp.local());
    }
}
