package io.perigee.cache;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A source as a stream of copies on the heap. Starts paused; used on one event loop. */
final class BodyCopy implements ReadStream<Buffer> {
    private final BodySource source;
    private long demand;
    private boolean running;
    private boolean over;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    BodyCopy(BodySource source) {
        this.source = source;
        source.whenReadable(this::run);
    }

    /** Delivers nothing more. */
    void stop() {
        if (!over) {
            over = true;
            source.close();
        }
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> replacement) {
        handler = replacement;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> replacement) {
        endHandler = replacement;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> replacement) {
        exceptionHandler = replacement;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        demand = 0;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        run();
        return this;
    }

    private void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (demand > 0 && !over && step()) {
                // Goes on as long as there are bytes and someone who wants them.
            }
        } finally {
            running = false;
        }
    }

    /** Whether there may be more at once. */
    private boolean step() {
        Buffer view = source.ended() ? null : source.poll();
        if (view != null) {
            Buffer copy = Buffer.buffer(view.getBytes());
            source.settled();
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            if (handler != null) {
                handler.handle(copy);
            }
            return true;
        }
        Throwable failure = source.failure();
        if (failure == null && !source.ended()) {
            return false;
        }
        stop();
        if (failure == null) {
            if (endHandler != null) {
                endHandler.handle(null);
            }
        } else if (exceptionHandler != null) {
            exceptionHandler.handle(failure);
        }
        return false;
    }
}
