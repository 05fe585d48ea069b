package io.perigee.cache;

import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.cache.disk.DiskStore;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.Reuse;
import io.perigee.httpcaching.Storability;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One tier's cache: answers calls from what it stored, or asks upstream, once for all who want the same at the same time.
 *
 * <p>Used from any number of event loops at once. It blocks none and holds no lock while it calls out.
 */
public final class CacheTier implements AutoCloseable {
    private final InvalidationMarks marks;
    private final InvalidationMarks localMarks;
    private final StaleMarks staleMarks;
    private final Liveness liveness;
    private final CacheCore core;
    private final MarkSweep sweep;

    /**
     * An empty cache.
     *
     * @param log how much of the change log this node knows
     * @param nowMillis the time of day in milliseconds since 1970
     * @param background where sweeps run; may block there
     */
    public CacheTier(CacheSettings settings, SequenceView log, LongSupplier nowMillis, Executor background) {
        this(settings, null, log, nowMillis, System::nanoTime, background);
    }

    /**
     * A cache with a disk beneath its memory, which is used from {@link #openDisk} on.
     *
     * @param disk null for none
     * @param nanos a time that only rises, in nanoseconds
     */
    public CacheTier(
            CacheSettings settings,
            @Nullable DiskSettings disk,
            SequenceView log,
            LongSupplier nowMillis,
            LongSupplier nanos,
            Executor background) {
        this(settings, disk, log, nowMillis, nanos, background, DiskStore.Opener.SYSTEM);
    }

    CacheTier(
            CacheSettings settings,
            @Nullable DiskSettings disk,
            SequenceView log,
            LongSupplier nowMillis,
            LongSupplier nanos,
            Executor background,
            DiskStore.Opener opener) {
        this.marks = new InvalidationMarks(settings.maxMarks(), this::sweepSoon);
        this.localMarks = new InvalidationMarks(settings.maxMarks(), this::sweepSoon);
        this.staleMarks = new StaleMarks(settings.maxMarks(), this::sweepSoon, nowMillis);
        this.liveness = new Liveness(log, marks, localMarks, staleMarks);
        Memory outside = new Memory();
        DiskMarks diskMarks = new DiskMarks(marks, localMarks, staleMarks, liveness);
        DiskTier lower = new DiskTier(disk, diskMarks, liveness, outside, nowMillis, nanos, opener);
        this.core = new CacheCore(settings, liveness, nowMillis, nanos, outside, lower);
        this.sweep = new MarkSweep(core, marks, localMarks, staleMarks, background);
    }

    /**
     * Answers a call. To be called on {@code call.context()}.
     *
     * <p>GET, HEAD and OPTIONS (unless the call bypasses the cache) are answered from the cache where RFC 9111 allows it. Other
     * methods pass through, and when they are unsafe and succeed they invalidate what is stored for their URI on this node
     * (RFC 9111 section 4.4).
     *
     * @param answered gets exactly one answer, on the call's context: for a fresh hit (and a stale one served while it is
     *     revalidated) before this method returns. It must end the answer's body
     */
    public void serve(CacheCall call, Upstream upstream, Handler<Answer> answered) {
        if (core.isClosed()) {
            new Exchange(core, call, upstream, answered).fail(Failure.CLOSED);
        } else if (call.bypass()) {
            new Exchange(core, call, upstream, answered).pass(BypassReason.CALL);
        } else if (!Storability.isCacheableMethod(call.method())) {
            new Exchange(core, call, upstream, answered).pass(BypassReason.METHOD);
        } else {
            Answer hit = hit(call.key(), call.forwarded(), call.directives(), call.minimumSequence());
            if (hit == null) {
                new Exchange(core, call, upstream, answered).resolve();
            } else {
                answered.handle(hit);
            }
        }
    }

    /**
     * The answer out of what is stored and fresh; null when there is none, and {@link #serve} is to be called. The hot path: no future, no
     * lock, nothing allocated but the answer and its body's view.
     *
     * @param forwarded is looked at only where what is stored has {@code Vary}
     * @param minimumSequence the answer must be good at this sequence of the change log; 0: at whatever this node has applied
     */
    public @Nullable Answer hit(
            CacheKey key, ForwardedRequest forwarded, CacheControl directives, long minimumSequence) {
        StoredVariants stored =
                Storability.isCacheableMethod(forwarded.method()) && !core.isClosed() ? core.memory.get(key) : null;
        if (stored == null) {
            return null;
        }
        StoredObject object = stored.select(forwarded);
        if (object == null || object.isSliced() || !object.tryRetain()) {
            return null;
        }
        long now = core.now();
        if (!object.holds()
                || object.sequence() < minimumSequence
                || !(Reuse.decide(object.response(), directives, now) instanceof Reuse.Fresh)) {
            object.release();
            return null;
        }
        AnswerBody body = object.open(null);
        if (body == null) {
            return null;
        }
        core.tally.hits.increment();
        Answer answer = Answers.stored(object, body, Outcome.HIT, object, now);
        return forwarded.method().equals("HEAD") ? answer.withoutBody() : answer;
    }

    /** Where invalidations are made known. */
    public InvalidationMarks marks() {
        return marks;
    }

    /** Where soft invalidations are made known: what they cover is stale, but not gone. */
    public StaleMarks staleMarks() {
        return staleMarks;
    }

    /** Takes up what the last run left on disk. Blocks while it is read; does nothing without a disk, or with one that cannot be used. */
    public void openDisk() {
        core.disk.use().open();
    }

    /**
     * Says that all marks of this log up to there have been made. What is on disk is used from the first time on; what the last run left there
     * is forgotten if it does not know as much, or is of another log.
     *
     * @return completes when a restart would know it as well
     */
    public CompletableFuture<Void> logApplied(String log, long sequence) {
        boolean wasComing = core.disk.use().isComing();
        CompletableFuture<Void> kept = core.disk.use().logApplied(log, sequence);
        if (wasComing) {
            // All marks that were on disk have come with it.
            sweep.requestIfFull();
        }
        return kept;
    }

    /** What has happened on disk. */
    public DiskCounters diskCounters() {
        return core.disk.counters();
    }

    /** What has happened, and what is there now. */
    public CacheCounters counters() {
        Tally tally = core.tally;
        return new CacheCounters(
                tally.hits.sum(),
                tally.misses.sum(),
                tally.refreshHits.sum(),
                tally.staleHits.sum(),
                tally.collapsed.sum(),
                tally.bypasses.sum(),
                tally.failures.sum(),
                tally.fetches.sum(),
                tally.backgroundRefreshes.sum(),
                tally.sliceFetches.sum(),
                core.memory.evictions(),
                core.memory.keys(),
                core.memory.bytes(),
                core.flights.size(),
                core.budget.total(),
                marks.size() + localMarks.size() + staleMarks.size());
    }

    /**
     * Forgets what is stored under these paths, and what is being fetched for them, on this node: another one has changed it.
     *
     * @param paths of keys; {@code *} stands for itself
     * @param done is run on this event loop when a restart would not bring it back either
     */
    public void invalidateHere(String namespace, List<String> paths, Context context, Runnable done) {
        paths.forEach(path -> liveness.invalidateHere(namespace, path));
        core.disk.whenMarksAreKept(context, done);
    }

    /** Removes everything that is stored. Fetches under way go on but are not stored. */
    public void purge() {
        liveness.invalidateAllHere();
        core.disk.purge();
        core.memory.clear();
    }

    /**
     * Stops fetches, gives all memory back (what is still being written: when it has been written) and refuses further calls. With a disk it
     * blocks while what is in memory is written there.
     */
    @Override
    public void close() {
        core.close();
    }

    /** Lets memory go of everything, as if something else had taken all of its room. */
    void evictAll() {
        core.memory.evictAll();
    }

    /** What bodies take outside the heap, in bytes. */
    long memoryInUse() {
        return core.outside.used();
    }

    private void sweepSoon() {
        sweep.request();
    }
}
