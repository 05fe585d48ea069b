package io.perigee.cache;

import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What has been marked stale rather than gone (soft invalidations), each with the sequence of the change log that says so. A response that was
 * validated by the origin at a sequence less than that of a mark that covers it is stale, from the moment on at which this node applied
 * the mark: the newest one, if there are several.
 *
 * <p>As with {@link InvalidationMarks}, marks are dropped by raising a floor below which everything is stale. From when on, is
 * then not known any more, and no time counts in which it may be served while it is revalidated.
 */
public final class StaleMarks {
    /** Less than every mark and every floor. */
    private static final long NEVER = -1;

    private final InvalidationMarks marks;
    private final LongSupplier nowMillis;
    private final AtomicLong unknownBefore = new AtomicLong();
    private final ConcurrentNavigableMap<Long, Long> appliedAtMillis = new ConcurrentSkipListMap<>();

    StaleMarks(int limit, Runnable onFull, LongSupplier nowMillis) {
        this.marks = new InvalidationMarks(limit, onFull);
        this.nowMillis = nowMillis;
    }

    /** As {@link InvalidationMarks#addPath}. */
    public void addPath(String namespace, String path, long sequence) {
        appliedAtMillis.putIfAbsent(sequence, nowMillis.getAsLong());
        marks.addPath(namespace, path, sequence);
    }

    /** As {@link InvalidationMarks#addTag}. */
    public void addTag(String namespace, String tag, long sequence) {
        appliedAtMillis.putIfAbsent(sequence, nowMillis.getAsLong());
        marks.addTag(namespace, tag, sequence);
    }

    /** What was validated before this sequence is stale: which soft invalidations came before is not known here. */
    public void raiseFloor(long sequence) {
        marks.raiseFloor(sequence);
    }

    /**
     * This node was started anew and may not know every soft invalidation before this sequence. What is stored here is covered by none of those that
     * it does not know; what a cache further up has may be.
     */
    public void unknownBefore(long sequence) {
        unknownBefore.accumulateAndGet(sequence, Math::max);
    }

    /** At which sequence a response counts as validated of which a cache further up says that it was at this one. */
    long validatedAt(long saidSequence) {
        return saidSequence < unknownBefore.get() ? NEVER : saidSequence;
    }

    /** Tells of every mark that is made from here on. */
    void tell(MarkListener told) {
        marks.tell(told);
    }

    /** For marks of which nobody knows any more when they were applied. */
    InvalidationMarks marks() {
        return marks;
    }

    /** Whether a response that was validated at this sequence is stale. */
    boolean covers(CacheKey key, List<String> tags, long validatedAtSequence) {
        return marks.covers(key, tags, validatedAtSequence);
    }

    /** Since when what is covered has been stale; {@link Long#MIN_VALUE} when that is not known. */
    long staleSinceMillis(CacheKey key, List<String> tags) {
        return appliedAtMillis.getOrDefault(marks.newestMark(key, tags), Long.MIN_VALUE);
    }

    /** How many marks there are. */
    int size() {
        return marks.size();
    }

    /** Raises the floor to this sequence and drops the marks that it makes superfluous. */
    void dropThrough(long sequence) {
        marks.dropThrough(sequence);
        appliedAtMillis.headMap(sequence, true).clear();
    }
}
