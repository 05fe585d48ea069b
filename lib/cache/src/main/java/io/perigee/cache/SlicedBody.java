package io.perigee.cache;

import org.jspecify.annotations.Nullable;

/** A body that is kept in slices: only those are fetched that are wanted. */
final class SlicedBody extends SourcedBody {
    private final CacheCore core;
    private final Exchange exchange;
    private final StoredObject object;
    private final long firstIndex;
    private @Nullable OpenedSlice first;

    /** @param first the slice at {@code firstIndex}, if it has been opened; this closes it */
    SlicedBody(CacheCore core, Exchange exchange, StoredObject object, long firstIndex, @Nullable OpenedSlice first) {
        this.core = core;
        this.exchange = exchange;
        this.object = object;
        this.firstIndex = firstIndex;
        this.first = first;
    }

    @Override
    public long length() {
        return object.slices().length();
    }

    @Override
    BodySource open(long from, long count) {
        OpenedSlice opened = null;
        if (object.slices().indexOf(from) == firstIndex) {
            opened = first;
            first = null;
        }
        return new SliceSource(core, exchange, object, from, count, opened);
    }

    @Override
    void release() {
        if (first != null) {
            first.close();
            first = null;
        }
    }
}
