package io.perigee.cache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.perigee.cache.disk.DiskBody;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Part of a body on disk, read ahead by one piece. Reads run where they may block; everything else on the reader's event loop. At most
 * {@value #MOST_UNSETTLED} pieces are in memory.
 */
final class FileSource implements BodySource {
    private static final int PIECE = 128 * 1024;
    private static final int MOST_UNSETTLED = 4;

    private final DiskBody body;
    private final Context context;
    private final Executor reading;
    private final long end;
    private final List<ByteBuf> unsettled = new ArrayList<>();
    private long given;
    private long read;
    private boolean busy;
    private boolean closed;
    private @Nullable ByteBuf ready;
    private @Nullable Throwable failure;
    private @Nullable Runnable readable;

    /** At most {@code count} bytes from {@code from} on; takes over one reference. */
    FileSource(DiskBody body, long from, long count, Context context, Executor reading) {
        this.body = body;
        this.context = context;
        this.reading = reading;
        this.given = Math.min(from, body.length());
        this.read = given;
        this.end = given + Math.min(count, body.length() - given);
    }

    @Override
    public @Nullable Buffer poll() {
        ByteBuf piece = ready;
        if (piece != null) {
            ready = null;
            unsettled.add(piece);
            given += piece.readableBytes();
        }
        readOn();
        return piece == null ? null : BufferInternal.buffer(piece.slice());
    }

    private void readOn() {
        if (busy || closed || ready != null || failure != null || read >= end || unsettled.size() >= MOST_UNSETTLED) {
            return;
        }
        busy = true;
        long from = read;
        int count = (int) Math.min(PIECE, end - from);
        read += count;
        reading.execute(() -> {
            ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(count, count);
            Throwable broken = null;
            try {
                body.read(piece.nioBuffer(0, count), from);
                piece.writerIndex(count);
            } catch (IOException | RuntimeException e) {
                broken = e;
            }
            Throwable cause = broken;
            context.runOnContext(now -> came(piece, cause));
        });
    }

    private void came(ByteBuf piece, @Nullable Throwable cause) {
        busy = false;
        if (closed) {
            piece.release();
            body.release();
            return;
        }
        if (cause == null) {
            ready = piece;
        } else {
            piece.release();
            failure = cause;
        }
        if (readable != null) {
            readable.run();
        }
    }

    @Override
    public boolean ended() {
        return given >= end;
    }

    @Override
    public @Nullable Throwable failure() {
        return ready == null ? failure : null;
    }

    @Override
    public void whenReadable(Runnable action) {
        readable = action;
    }

    @Override
    public void settled() {
        unsettled.forEach(ByteBuf::release);
        unsettled.clear();
        readOn();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        unsettled.forEach(ByteBuf::release);
        unsettled.clear();
        if (ready != null) {
            ready.release();
            ready = null;
        }
        // A read under way gives it back when it is done.
        if (!busy) {
            body.release();
        }
    }
}
