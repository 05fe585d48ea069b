package io.perigee.cache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
 * Part of a body on disk. Read ahead by one piece: what the system has in memory at once, on the reader's event loop, the rest where
 * that may block. At most {@value #MOST_UNSETTLED} pieces are in memory.
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
        if (ready == null) {
            readOn();
        }
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
        if (busy || closed || ready != null || failure != null || read == end || unsettled.size() == MOST_UNSETTLED) {
            return;
        }
        Piece piece = new Piece(read, (int) Math.min(PIECE, end - read));
        read += piece.count;
        if (body.isAtHand(piece.from, piece.count)) {
            piece.fill();
            take(piece);
            return;
        }
        busy = true;
        reading.execute(() -> {
            piece.fill();
            context.runOnContext(now -> came(piece));
        });
    }

    private void came(Piece piece) {
        busy = false;
        if (closed) {
            piece.bytes.release();
            body.release();
            return;
        }
        take(piece);
        if (readable != null) {
            readable.run();
        }
    }

    private void take(Piece piece) {
        if (piece.broken == null) {
            ready = piece.bytes;
        } else {
            piece.bytes.release();
            failure = piece.broken;
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
        if (readable != null && (ready != null || failure != null)) {
            readable.run();
        }
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

    /** Bytes on their way from disk. */
    private final class Piece {
        private final long from;
        private final int count;
        private final ByteBuf bytes;
        private @Nullable Throwable broken;

        Piece(long from, int count) {
            this.from = from;
            this.count = count;
            this.bytes = ByteBufAllocator.DEFAULT.directBuffer(count, count);
        }

        void fill() {
            try {
                body.read(bytes.nioBuffer(0, count), from);
                bytes.writerIndex(count);
            } catch (IOException | RuntimeException e) {
                body.lose();
                broken = e;
            }
        }
    }
}
