package io.perigee.cache;

import io.perigee.httpcaching.Storability;
import io.perigee.httpcaching.StoredResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parts of one cache, as its calls and fetches share them. */
final class CacheCore {
    /** How long the end may take for writing to disk what is in memory. */
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(10);

    final CacheSettings settings;
    final Liveness liveness;
    final MemoryTier memory;
    final Memory outside;
    final KeepingBudget budget;
    final Flights flights = new Flights();
    final Lately lately;
    final Tally tally = new Tally();
    final DiskTier disk;
    private final LongSupplier nowMillis;
    private final LongSupplier nanos;
    private volatile boolean closed;

    CacheCore(
            CacheSettings settings,
            Liveness liveness,
            LongSupplier nowMillis,
            LongSupplier nanos,
            Memory outside,
            DiskTier disk) {
        this.settings = settings;
        this.liveness = liveness;
        this.nowMillis = nowMillis;
        this.nanos = nanos;
        this.outside = outside;
        this.disk = disk;
        this.memory = new MemoryTier(settings.memoryBytes(), settings.maxVariants(), disk::evicted);
        this.budget = new KeepingBudget(outside, settings.maxObjectBytes(), settings.inFlightBytes());
        this.lately = new Lately(settings.hitForMiss(), settings.maxHitForMiss(), nowMillis);
    }

    long now() {
        return nowMillis.getAsLong();
    }

    /** A time that only rises, in nanoseconds. */
    long nanos() {
        return nanos.getAsLong();
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        flights.cancelBodies(new UpstreamException(Failure.CLOSED, "the cache is closed", null));
        List<StoredObject> stored = new ArrayList<>();
        memory.forEach(stored::add);
        try {
            disk.close(stored, CLOSING_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        memory.clear();
        lately.clear();
    }

    /** Stores it unless it was invalidated while it was fetched; takes over the caller's reference. */
    void store(StoredObject object) {
        if (closed || object.isDead()) {
            object.release();
            return;
        }
        disk.stored(object);
        put(object);
    }

    /** Stores what a 304 has brought up to date; takes over the caller's reference. */
    void storeFreshened(StoredObject object) {
        if (closed || object.isDead()) {
            object.release();
        } else {
            put(object);
        }
    }

    /** The object that lies in these slices, as it is in memory now; null when it is not, or not any more. */
    @Nullable
    StoredObject inSlices(Slices slices) {
        StoredVariants stored = memory.get(slices.object());
        if (stored == null) {
            return null;
        }
        for (StoredObject each : stored.objects()) {
            if (each.isSliced() && each.slices().equals(slices)) {
                return each;
            }
        }
        return null;
    }

    /** A response to a request for a slice brings the head up to date, unless that has been replaced or removed meanwhile. */
    void update(StoredObject sliced, StoredResponse newer) {
        if (newer.varyKey().equals(sliced.response().varyKey())) {
            memory.replace(sliced, sliced.freshened(newer, sliced.stamp().validated()));
        }
    }

    private void put(StoredObject object) {
        memory.put(object);
        if (closed) {
            memory.clear();
        }
    }

    /** Takes what was found on disk back into memory, unless it has been replaced or removed meanwhile. */
    void promote(StoredObject object) {
        if (closed || !object.isOnDisk() || !object.tryRetain()) {
            return;
        }
        memory.putOlder(object);
        if (closed) {
            memory.clear();
        } else if (!object.isOnDisk()) {
            memory.remove(object);
        }
    }

    /**
     * Nothing comes of a response for others. What one viewer's credentials forbid, the next one's request may not: then what is stored stays, to be
     * validated by another, and nobody is sent past the cache.
     */
    void notStored(CacheKey key, @Nullable StoredObject replaced, Storability.Reason reason) {
        boolean personal = reason == Storability.Reason.AUTHORIZATION;
        if (replaced != null && !personal) {
            remove(replaced);
        }
        lately.note(key, personal ? Lately.Verdict.ALONE : Lately.Verdict.PASS);
    }

    /** It is not to be found any more, neither in memory nor on disk; of one in slices, with whatever head it has by now. */
    void remove(StoredObject object) {
        StoredObject current = object.isSliced() ? inSlices(object.slices()) : object;
        StoredObject present = current == null ? object : current;
        disk.forget(present);
        memory.remove(present);
    }
}
