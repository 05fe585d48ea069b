package io.perigee.cache;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** The beginning of a stream: ends after so many bytes and gives the rest up. Used on the stream's event loop. */
final class FirstBytes implements ReadStream<Buffer> {
    private final ReadStream<Buffer> all;
    private final Runnable abort;
    private long left;
    private @Nullable Handler<Void> endHandler;

    /** @param count 1 or more */
    FirstBytes(ReadStream<Buffer> all, long count, Runnable abort) {
        this.all = all;
        this.left = count;
        this.abort = abort;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        all.handler(
                handler == null
                        ? null
                        : bytes -> {
                            if (left > 0) {
                                pass(bytes, handler);
                            }
                        });
        return this;
    }

    private void pass(Buffer bytes, Handler<Buffer> handler) {
        int count = (int) Math.min(left, bytes.length());
        left -= count;
        handler.handle(count == bytes.length() ? bytes : bytes.slice(0, count));
        if (left == 0) {
            abort.run();
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        all.endHandler(ended -> {
            if (left > 0 && endHandler != null) {
                endHandler.handle(null);
            }
        });
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        all.exceptionHandler(
                handler == null
                        ? null
                        : cause -> {
                            if (left > 0) {
                                handler.handle(cause);
                            }
                        });
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        all.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        all.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        all.fetch(amount);
        return this;
    }
}
