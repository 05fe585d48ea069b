package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of an object that is kept in slices, read slice by slice: what is not in memory is fetched when the reader comes to it, and the
 * slice behind it when the reader is half through.
 *
 * <p>It holds on to at most three slices: the one that is read and two that were read and may still be on their way to the viewer.
 */
final class SliceSource implements BodySource {
    private static final int MOST_UNSETTLED = 2;

    private final CacheCore core;
    private final Exchange exchange;
    private final StoredObject object;
    private final Slices slices;
    private final long end;
    private final List<BodySource> unsettled = new ArrayList<>();
    private long position;
    private @Nullable BodySource current;
    private boolean opening;
    private boolean lookedAhead;
    private boolean closed;
    private @Nullable Throwable failure;
    private @Nullable Runnable readable;

    /** @param first the slice that {@code from} lies in, if it has been opened; this closes it */
    SliceSource(
            CacheCore core,
            Exchange exchange,
            StoredObject object,
            long from,
            long count,
            @Nullable OpenedSlice first) {
        this.core = core;
        this.exchange = exchange;
        this.object = object;
        this.slices = object.slices();
        this.position = Math.min(from, slices.length());
        this.end = position + Math.min(count, slices.length() - position);
        if (first != null) {
            take(first);
        }
    }

    @Override
    public @Nullable Buffer poll() {
        while (position < end && failure == null && !opening) {
            BodySource source = current;
            if (source == null) {
                if (unsettled.size() >= MOST_UNSETTLED) {
                    return null;
                }
                opening = true;
                new SliceReading(core, exchange, object, slices.indexOf(position), this::take).open();
                continue;
            }
            Buffer bytes = source.poll();
            if (bytes != null) {
                position += bytes.length();
                lookAhead();
                return bytes;
            }
            boolean cutOff = source instanceof BodyReader reader && reader.isCutOff();
            if (!source.ended() && !cutOff) {
                return null;
            }
            unsettled.add(source);
            current = null;
        }
        return null;
    }

    private void take(OpenedSlice slice) {
        opening = false;
        lookedAhead = false;
        if (closed || position >= end) {
            slice.close();
            return;
        }
        ByteRange whole = slices.range(slices.indexOf(position));
        long from = position - whole.first();
        long count = Math.min(end, whole.last() + 1) - position;
        switch (slice) {
            case OpenedSlice.Stored(StoredBytes.Opened bytes) -> {
                current = bytes.source(exchange.call().context(), from, count);
                if (readable != null) {
                    current.whenReadable(readable);
                }
            }
            case OpenedSlice.Coming(BodyReader reader, boolean led) -> read(reader, from, count);
            case OpenedSlice.Everything(BodyReader reader) -> {
                lookedAhead = true;
                read(reader, position, end - position);
            }
            case OpenedSlice.Changed changed ->
                failure = new UpstreamException(
                        Failure.UPSTREAM_FAILED, slices.object() + " changed while it was being sent", null);
            case OpenedSlice.Failed(Throwable cause) -> failure = cause;
        }
        if (readable != null) {
            readable.run();
        }
    }

    private void read(BodyReader reader, long from, long count) {
        reader.restrict(from, count);
        if (readable != null) {
            reader.whenReadable(readable);
        }
        current = reader;
    }

    private void lookAhead() {
        if (lookedAhead) {
            return;
        }
        ByteRange slice = slices.range(slices.indexOf(position - 1));
        if (position - slice.first() >= slice.length() / 2) {
            lookedAhead = true;
            if (slice.last() + 1 < end) {
                SliceReading.ahead(core, exchange, object, slices.indexOf(slice.last() + 1));
            }
        }
    }

    @Override
    public boolean ended() {
        return position >= end;
    }

    @Override
    public @Nullable Throwable failure() {
        return failure != null || current == null ? failure : current.failure();
    }

    @Override
    public void whenReadable(Runnable action) {
        readable = action;
        if (current != null) {
            current.whenReadable(action);
        }
    }

    @Override
    public void settled() {
        boolean held = unsettled.size() >= MOST_UNSETTLED;
        closeUnsettled();
        if (current != null) {
            current.settled();
        } else if (held && readable != null) {
            readable.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeUnsettled();
        if (current != null) {
            current.close();
        }
    }

    private void closeUnsettled() {
        unsettled.forEach(BodySource::close);
        unsettled.clear();
    }
}
