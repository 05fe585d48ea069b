package io.perigee.cache;

import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way to one slice: out of memory, or out of a fetch that it joins or leads. Used on the reader's event loop; fetches call
 * back from theirs.
 */
final class SliceReading {
    /** How often it is taken up again, when fetches fail or invalidations overtake them. */
    private static final int MAX_REPEATS = 4;

    private final CacheCore core;
    private final Exchange exchange;
    private final StoredObject object;
    private final Slices slices;
    private final long index;
    private final CacheKey key;
    private final Consumer<OpenedSlice> opened;
    private int repeats;
    private boolean failedBefore;

    /**
     * @param object the object, kept in slices
     * @param opened is called once, on the exchange's event loop; for what is in memory before {@link #open} returns
     */
    SliceReading(CacheCore core, Exchange exchange, StoredObject object, long index, Consumer<OpenedSlice> opened) {
        this.core = core;
        this.exchange = exchange;
        this.object = object;
        this.slices = object.slices();
        this.index = index;
        this.key = slices.key(index);
        this.opened = opened;
    }

    Exchange exchange() {
        return exchange;
    }

    Context context() {
        return exchange.call().context();
    }

    void open() {
        if (core.isClosed()) {
            opened.accept(new OpenedSlice.Failed(new UpstreamException(Failure.CLOSED, "the cache is closed", null)));
        } else if (!core.liveness.logKept()) {
            lead();
        } else {
            StoredBytes.Opened stored = stored();
            if (stored != null) {
                opened.accept(new OpenedSlice.Stored(stored));
            } else if (core.disk.mayHave(key)) {
                core.disk.load(key, context(), slice -> true, new FromDisk());
            } else {
                joinOrLead();
            }
        }
    }

    /** Goes on with what was on disk, or was not. */
    private final class FromDisk implements DiskLoads.Loaded {
        @Override
        public void found(@Nullable StoredObject slice, boolean first) {
            if (slice != null && first) {
                core.promote(slice);
            }
            StoredBytes.Opened stored = slice == null ? null : readable(slice);
            if (core.isClosed()) {
                if (stored != null) {
                    stored.release();
                }
                open();
            } else if (stored == null) {
                joinOrLead();
            } else {
                opened.accept(new OpenedSlice.Stored(stored));
            }
        }

        @Override
        public void again() {
            open();
        }
    }

    /** Fetches the slice for whoever comes for it next, if there is room and nobody does so already. */
    static void ahead(CacheCore core, Exchange exchange, StoredObject object, long index) {
        SliceReading reading = new SliceReading(core, exchange, object, index, OpenedSlice::close);
        if (!core.liveness.logKept()
                || core.isClosed()
                || core.memory.get(reading.key) != null
                || core.disk.mayHave(reading.key)
                || !core.budget.admits(reading.slices.range(index).length())) {
            return;
        }
        SliceFlight flight = reading.flight();
        if (core.flights.replace(reading.key, null, flight)) {
            flight.ask();
        }
    }

    /** What is in memory, with a reference taken, if it is good for this call. */
    private StoredBytes.@Nullable Opened stored() {
        StoredVariants found = core.memory.get(key);
        StoredObject slice = found == null ? null : found.objects().get(0);
        if (slice == null || !slice.tryRetain()) {
            return null;
        }
        if (slice.isGone()) {
            core.memory.remove(slice);
            slice.release();
            return null;
        }
        return readable(slice);
    }

    /** The slice's bytes, if it is good for this call; takes over a reference. */
    private StoredBytes.@Nullable Opened readable(StoredObject slice) {
        if (slice.isDead()) {
            core.remove(slice);
            slice.release();
            return null;
        }
        if (slice.sequence() < exchange.call().minimumSequence()) {
            slice.release();
            return null;
        }
        StoredBytes body = slice.body();
        return body == null ? null : body.toRead();
    }

    private void joinOrLead() {
        while (true) {
            SliceFlight present = core.flights.get(key);
            if (present != null && present.admits(exchange.call())) {
                present.join(this);
                return;
            }
            SliceFlight flight = flight();
            if (core.flights.replace(key, present, flight)) {
                flight.ask();
                return;
            }
        }
    }

    private void lead() {
        flight().ask();
    }

    private SliceFlight flight() {
        return new SliceFlight(
                core, this, object, index, core.liveness.now(exchange.call().minimumSequence()));
    }

    // What fetches say; from any thread.

    void came(BodyReader reader, boolean led) {
        tell(new OpenedSlice.Coming(reader, led));
    }

    void everythingCame(BodyReader reader) {
        tell(new OpenedSlice.Everything(reader));
    }

    void changed() {
        tell(new OpenedSlice.Changed());
    }

    void failed(Throwable cause) {
        tell(new OpenedSlice.Failed(cause));
    }

    /** Another's fetch failed: one fetch more is made, by one of those that waited. */
    void failedForAnother(Throwable cause) {
        exchange.onContext(() -> {
            if (failedBefore) {
                opened.accept(new OpenedSlice.Failed(cause));
            } else {
                failedBefore = true;
                open();
            }
        });
    }

    /** That fetch is of no use to this reader. */
    void again() {
        exchange.onContext(() -> repeat(this::open));
    }

    /** That fetch serves one reader only. */
    void alone() {
        exchange.onContext(() -> repeat(this::lead));
    }

    private void repeat(Runnable action) {
        if (++repeats > MAX_REPEATS) {
            opened.accept(new OpenedSlice.Failed(new UpstreamException(
                    Failure.OVERTAKEN_BY_INVALIDATIONS, "slice " + index + " of " + slices.object(), null)));
        } else {
            action.run();
        }
    }

    private void tell(OpenedSlice slice) {
        exchange.onContext(() -> opened.accept(slice));
    }
}
