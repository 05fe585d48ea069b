package io.perigee.cache;

import java.util.function.LongSupplier;

/** The parts of one cache, as its calls and fetches share them. */
final class CacheCore {
    final CacheSettings settings;
    final Liveness liveness;
    final MemoryTier memory;
    final Memory outside = new Memory();
    final KeepingBudget budget;
    final Flights flights = new Flights();
    final Lately lately;
    final Tally tally = new Tally();
    private final LongSupplier nowMillis;
    private volatile boolean closed;

    CacheCore(CacheSettings settings, Liveness liveness, LongSupplier nowMillis) {
        this.settings = settings;
        this.liveness = liveness;
        this.nowMillis = nowMillis;
        this.memory = new MemoryTier(settings.memoryBytes(), settings.maxVariants());
        this.budget = new KeepingBudget(outside, settings.maxObjectBytes(), settings.inFlightBytes());
        this.lately = new Lately(settings.hitForMiss(), settings.maxHitForMiss(), nowMillis);
    }

    long now() {
        return nowMillis.getAsLong();
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        flights.cancelBodies(new UpstreamException(Failure.CLOSED, "the cache is closed", null));
        memory.clear();
        lately.clear();
    }

    /** Stores it unless it was invalidated while it was fetched; takes over the caller's reference. */
    void store(StoredObject object) {
        if (closed || object.isDead()) {
            object.release();
            return;
        }
        memory.put(object);
        if (closed) {
            memory.clear();
        }
    }
}
