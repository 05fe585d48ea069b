package io.perigee.delivery;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A stream that gives what the test gives it, wanted or not; {@link #demand} says what was wanted. */
public final class HandFed implements ReadStream<Buffer> {

    private final AtomicLong demand = new AtomicLong();
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    public void give(String text) {
        demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
        if (handler != null) {
            handler.handle(Buffer.buffer(text));
        }
    }

    public void end() {
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    public void fail(Throwable cause) {
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    public long demand() {
        return demand.get();
    }

    public boolean isWanted() {
        return demand.get() > 0;
    }

    @Override
    public HandFed handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public HandFed endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public HandFed exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    @Override
    public HandFed pause() {
        demand.set(0);
        return this;
    }

    @Override
    public HandFed resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public HandFed fetch(long amount) {
        demand.updateAndGet(now -> now > Long.MAX_VALUE - amount ? Long.MAX_VALUE : now + amount);
        return this;
    }
}
