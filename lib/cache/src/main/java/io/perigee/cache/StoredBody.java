package io.perigee.cache;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A body that is stored whole in memory: any part of it can be written at once. */
final class StoredBody extends SourcedBody {
    private final Chunks chunks;

    /** Takes over one reference. */
    StoredBody(Chunks chunks) {
        this.chunks = chunks;
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
