package io.perigee.cache;

import io.perigee.httpcaching.StoredResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has been invalidated: by marks of the change log, and by this node's own (unsafe methods, purges), which count in a
 * sequence of their own. A stamp holds a place in both. Marks that make stale rather than dead count apart.
 */
final class Liveness {
    private final SequenceView log;
    private final InvalidationMarks marks;
    private final InvalidationMarks localMarks;
    private final StaleMarks staleMarks;
    private final AtomicLong localSequence = new AtomicLong();

    private volatile long appliedBefore;

    Liveness(SequenceView log, InvalidationMarks marks, InvalidationMarks localMarks, StaleMarks staleMarks) {
        this.log = log;
        this.marks = marks;
        this.localMarks = localMarks;
        this.staleMarks = staleMarks;
    }

    /** What the marks leave of a response. */
    enum Standing {
        /** It may be reused by its own rules. */
        GOOD,
        /** It is stale, however long its lifetime. */
        STALE,
        DEAD
    }

    /** This node applied the log up to there before it was started again, and knows the marks. */
    void appliedBefore(long sequence) {
        appliedBefore = sequence;
    }

    private long applied() {
        return Math.max(log.applied(), appliedBefore);
    }

    /** The stamp of a fetch that starts now. */
    Stamp now(long minimumSequence) {
        long sequence = Math.max(applied(), minimumSequence);
        return new Stamp(sequence, localSequence.get(), sequence);
    }

    boolean logKept() {
        return log.logKept();
    }

    boolean isDead(CacheKey key, List<String> tags, Stamp stamp) {
        return marks.covers(key, tags, stamp.sequence()) || localMarks.covers(key, tags, stamp.local());
    }

    /** What is not dead, or not stale, is known to be so now, and its stamp says so from here on. */
    Standing judge(CacheKey key, List<String> tags, Stamp stamp) {
        // Read before the check: a mark that comes in between must not be passed over.
        long applied = applied();
        long local = localSequence.get();
        if (isDead(key, tags, stamp)) {
            return Standing.DEAD;
        }
        stamp.lift(applied, local);
        if (isStale(key, tags, stamp)) {
            return Standing.STALE;
        }
        stamp.liftValidated(applied);
        return Standing.GOOD;
    }

    /** As {@link StaleMarks#validatedAt}. */
    long validatedAt(long saidSequence) {
        return staleMarks.validatedAt(saidSequence);
    }

    /** Whether a mark has made it stale since it was validated. */
    boolean isStale(CacheKey key, List<String> tags, Stamp stamp) {
        return staleMarks.covers(key, tags, stamp.validated());
    }

    /** The response as the marks leave it: itself, or as one whose lifetime ended when it was marked. */
    StoredResponse asMarked(StoredResponse response, CacheKey key, List<String> tags, Stamp stamp) {
        return isStale(key, tags, stamp) ? response.staleSince(staleMarks.staleSinceMillis(key, tags)) : response;
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

    /** The count of this node's own invalidations. */
    long localSequence() {
        return localSequence.get();
    }

    /** Counts on from there, if that is later. */
    void raiseLocalSequence(long atLeast) {
        localSequence.accumulateAndGet(atLeast, Math::max);
    }

    /** A sequence up to which every mark is known, in the log and here. */
    Stamp known() {
        long applied = applied();
        return new Stamp(applied, localSequence.get(), applied);
    }

    /** Drops the marks up to these sequences; what is not lifted above them is dead, or stale. */
    void dropThrough(Stamp stamp) {
        marks.dropThrough(stamp.sequence());
        localMarks.dropThrough(stamp.local());
        staleMarks.dropThrough(stamp.validated());
    }
}
