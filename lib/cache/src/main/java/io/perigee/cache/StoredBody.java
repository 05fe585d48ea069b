package io.perigee.cache;

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
    public Future<Void> sendTo(WriteStream<Buffer> to) {
        long length = chunks.length();
        if (length == 0) {
            discard();
            return to.end();
        }
        Buffer first = chunks.view(0, length);
        if (first.length() < length || to.writeQueueFull()) {
            return sendTo(to, 0, length);
        }
        end();
        try {
            return to.end(first).onComplete(written -> chunks.release());
        } catch (RuntimeException e) {
            chunks.release();
            return Future.failedFuture(e);
        }
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
