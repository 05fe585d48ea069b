package io.perigee.benchmarks.cached;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** An upstream's body that is all there: one buffer, then the end. Starts paused; used on its context only. */
final class WholeBody implements ReadStream<Buffer> {

    private final Context context;
    private @Nullable Buffer rest;
    private boolean flowing;
    private boolean ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;

    WholeBody(Context context, Buffer body) {
        this.context = context;
        this.rest = body;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> replacement) {
        // It does not fail.
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> replacement) {
        handler = replacement;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        flowing = false;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        flowing = true;
        context.runOnContext(now -> deliver());
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> replacement) {
        endHandler = replacement;
        return this;
    }

    private void deliver() {
        Buffer whole = rest;
        if (flowing && whole != null && handler != null) {
            rest = null;
            handler.handle(whole);
        }
        if (flowing && rest == null && !ended && endHandler != null) {
            ended = true;
            endHandler.handle(null);
        }
    }
}
