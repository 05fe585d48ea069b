package io.perigee.cache;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Part of what is stored in memory. */
final class ChunkSource implements BodySource {
    private final Chunks chunks;
    private final long end;
    private long position;
    private boolean closed;

    /** At most {@code count} bytes from {@code from} on; takes over one reference. */
    ChunkSource(Chunks chunks, long from, long count) {
        this.chunks = chunks;
        this.position = Math.min(from, chunks.length());
        this.end = position + Math.min(count, chunks.length() - position);
    }

    @Override
    public @Nullable Buffer poll() {
        if (position >= end) {
            return null;
        }
        Buffer view = chunks.view(position, end - position);
        position += view.length();
        return view;
    }

    @Override
    public boolean ended() {
        return position >= end;
    }

    @Override
    public @Nullable Throwable failure() {
        return null;
    }

    @Override
    public void whenReadable(Runnable readable) {
        // All of it is there from the start.
    }

    @Override
    public void settled() {
        // The reference is held to the end.
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            chunks.release();
        }
    }
}
