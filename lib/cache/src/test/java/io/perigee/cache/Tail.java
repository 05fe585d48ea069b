package io.perigee.cache;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** A connection between two caches: what one writes comes out of a body for the other, copied, and counts as written a turn later. */
record Tail(ScriptedBody body, Context context) implements WriteStream<Buffer> {

    @Override
    public Future<Void> write(Buffer bytes) {
        body.emit(Buffer.buffer(bytes.getBytes()));
        Promise<Void> written = Promise.promise();
        context.runOnContext(now -> written.complete());
        return written.future();
    }

    @Override
    public Future<Void> end() {
        body.finish();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Buffer last) {
        return write(last).onComplete(written -> body.finish());
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
