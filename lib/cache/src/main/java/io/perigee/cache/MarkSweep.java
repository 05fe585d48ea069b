package io.perigee.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the number of marks within bounds, in the background.
 *
 * <p>It visits every stored response once, in memory and on disk: what is dead is removed, and what is alive is lifted to what the node has applied, since
 * no mark up to there covers it. Then no stored response needs those marks any more and they are dropped, except those that are
 * newer than the start of the oldest fetch under way: its response may turn out to be covered by one. If too many are left on that
 * account, they are dropped as well and the fetches that were overtaken are not stored.
 *
 * <p>Marks that make stale go the same way: what they cover is not lifted, and stays stale below their floor.
 *
 * <p>Dropping raises the floor below which everything is dead, or stale, so whatever races with a sweep costs at most a hit.
 */
final class MarkSweep {
    private final CacheCore core;
    private final InvalidationMarks marks;
    private final InvalidationMarks localMarks;
    private final StaleMarks staleMarks;
    private final Executor background;
    private final AtomicBoolean running = new AtomicBoolean();

    MarkSweep(
            CacheCore core,
            InvalidationMarks marks,
            InvalidationMarks localMarks,
            StaleMarks staleMarks,
            Executor background) {
        this.core = core;
        this.marks = marks;
        this.localMarks = localMarks;
        this.staleMarks = staleMarks;
        this.background = background;
    }

    /** Sweeps soon, unless a sweep is waiting or running. */
    void request() {
        if (running.compareAndSet(false, true)) {
            background.execute(() -> {
                try {
                    sweep();
                } finally {
                    running.set(false);
                }
            });
        }
    }

    /** Sweeps soon if there are more marks than there should be. */
    void requestIfFull() {
        if (isFull()) {
            request();
        }
    }

    private boolean isFull() {
        int limit = core.settings.maxMarks();
        return marks.size() > limit || localMarks.size() > limit || staleMarks.size() > limit;
    }

    void sweep() {
        if (core.disk.use().isComing()) {
            // What is dropped now would make all that is on disk dead.
            return;
        }
        Stamp known = core.liveness.known();
        Flights.Oldest needed = new Flights.Oldest(known);
        core.flights.lowerToOldest(needed);
        core.memory.forEach(object -> {
            if (object.isDead()) {
                core.remove(object);
            }
        });
        core.disk.sweep(known);
        core.liveness.dropThrough(needed.stamp());
        if (isFull()) {
            core.liveness.dropThrough(known);
        }
    }
}
