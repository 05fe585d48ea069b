package io.perigee.cache;

import io.perigee.cache.disk.DiskBody;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** A body that is stored whole in memory: any part of it can be written at once. */
final class StoredBody extends SourcedBody {
    private final Chunks chunks;
    private final @Nullable DiskBody copy;

    /**
     * Takes over one reference to the bytes in memory, and none to those on disk.
     *
     * @param copy the same bytes on disk, if they are there
     */
    StoredBody(Chunks chunks, @Nullable DiskBody copy) {
        this.chunks = chunks;
        this.copy = copy;
    }

    @Override
    public long length() {
        return chunks.length();
    }

    /** What lies in one chunk goes in one write, without a pump. */
    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to, long from, long count) {
        long wanted = Math.min(count, chunks.length() - from);
        Buffer only = wanted <= 0 || to.writeQueueFull() ? null : chunks.view(from, wanted);
        if (only == null || only.length() < wanted) {
            return super.sendTo(to, from, count);
        }
        end();
        try {
            return to.end(only).onComplete(this::written);
        } catch (RuntimeException e) {
            chunks.release();
            return Future.failedFuture(e);
        }
    }

    /** What is long and on disk as well is sent from there by the system, which need not copy it. */
    @Override
    public Future<Void> sendFileTo(HttpServerResponse to, long from, long count) {
        DiskBody file = copy;
        long wanted = Math.min(count, chunks.length() - from);
        if (file == null || wanted <= DiskTier.SMALL || !file.isAtHand(from, wanted) || !file.tryRetain()) {
            return sendTo(to, from, count);
        }
        end();
        chunks.release();
        return FileBody.send(file, to, from, wanted);
    }

    /** The network has let go of the memory, or the connection is dead. */
    private void written(AsyncResult<Void> result) {
        chunks.release();
    }

    @Override
    BodySource open(long from, long count) {
        chunks.retain();
        return new ChunkSource(chunks, from, count);
    }

    @Override
    void release() {
        chunks.release();
    }
}
