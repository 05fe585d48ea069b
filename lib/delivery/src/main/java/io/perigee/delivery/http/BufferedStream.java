package io.perigee.delivery.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that are at hand, followed by what is still to come of another stream, if there is one. Starts paused. For use on one
 * context.
 */
public final class BufferedStream implements ReadStream<Buffer> {

    private final Context context;
    private final Queue<Buffer> ready;
    private final @Nullable ReadStream<Buffer> rest;
    private long demand;
    private boolean drainScheduled;
    private boolean ended;
    private @Nullable Throwable failure;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /**
     * @param ready the first buffers
     * @param rest the stream that they were taken from, paused, or null when they are all there is
     */
    public BufferedStream(Context context, List<Buffer> ready, @Nullable ReadStream<Buffer> rest) {
        this.context = context;
        this.ready = new ArrayDeque<>(ready);
        this.rest = rest;
        if (rest != null) {
            rest.exceptionHandler(this::failed);
            rest.endHandler(end -> finished());
            rest.handler(this::received);
        }
    }

    /** A body that is all there. */
    public static ReadStream<Buffer> of(Buffer body) {
        return new BufferedStream(Contexts.current(), body.length() == 0 ? List.of() : List.of(body), null);
    }

    private void received(Buffer buffer) {
        if (handler != null) {
            handler.handle(buffer);
        }
    }

    private void failed(Throwable cause) {
        if (failure == null && !ended) {
            failure = cause;
            if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        }
    }

    private void finished() {
        if (!ended && failure == null) {
            ended = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    @Override
    public BufferedStream handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    /** A stream that has failed before is told at once: there is nothing else to come that would end the wait. */
    @Override
    public BufferedStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        if (handler != null && failure != null) {
            handler.handle(failure);
        }
        return this;
    }

    @Override
    public BufferedStream endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public BufferedStream pause() {
        demand = 0;
        if (rest != null) {
            rest.pause();
        }
        return this;
    }

    @Override
    public BufferedStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public BufferedStream fetch(long amount) {
        if (ready.isEmpty() && rest != null && demand == 0) {
            rest.fetch(amount);
            return this;
        }
        demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
        if (!drainScheduled) {
            drainScheduled = true;
            // Never from within the caller: handlers may still be set after resume().
            context.runOnContext(go -> drain());
        }
        return this;
    }

    /** Gives what is at hand; what is wanted beyond that is the rest's to give. */
    private void drain() {
        drainScheduled = false;
        while (demand > 0 && !ready.isEmpty()) {
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            received(ready.remove());
        }
        if (demand == 0 || !ready.isEmpty()) {
            return;
        }
        long wanted = demand;
        demand = 0;
        if (rest == null) {
            finished();
        } else {
            rest.fetch(wanted);
        }
    }
}
