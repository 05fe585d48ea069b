package io.perigee.functions;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A streamed body that a function may read first and that can be streamed on afterwards, whole. What {@link #read} took is
 * kept and comes out of the stream again, before the rest.
 *
 * <p>Made over a paused stream, on its context, and used on that context only. It is a paused stream itself: the one who
 * streams on calls {@link #resume} or {@link #fetch}, after {@link #read} has completed, if it was called.
 */
public final class ReplayableBody implements BodySource, ReadStream<Buffer> {
    private final ReadStream<Buffer> source;
    private final Context context;
    private final Deque<Buffer> kept = new ArrayDeque<>();
    private long keptBytes;
    private long demand;
    private boolean sourceEnded;
    private boolean endTold;
    private boolean delivering;
    private @Nullable Throwable sourceFailure;
    private int limit;
    private @Nullable Promise<Buffer> reading;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /**
     * @param source paused, and not yet listened to
     */
    public ReplayableBody(ReadStream<Buffer> source, Context context) {
        this.source = source;
        this.context = context;
        source.exceptionHandler(this::sourceFailed);
        source.handler(this::sourceGave);
        source.endHandler(end -> sourceEnded());
    }

    @Override
    public Future<Buffer> read(int limit) {
        if (reading != null) {
            return Future.failedFuture(new IllegalStateException("the body has been read already"));
        }
        Promise<Buffer> promise = Promise.promise();
        reading = promise;
        this.limit = limit;
        if (sourceFailure != null) {
            promise.fail(sourceFailure);
        } else if (sourceEnded) {
            promise.complete(whole());
        } else {
            source.fetch(1);
        }
        return promise.future();
    }

    private boolean isReading() {
        return reading != null && !reading.future().isComplete();
    }

    private void sourceGave(Buffer chunk) {
        kept.add(chunk);
        keptBytes += chunk.length();
        Promise<Buffer> promise = reading;
        if (promise == null || promise.future().isComplete()) {
            deliver();
        } else if (keptBytes > limit) {
            promise.fail(new BodyTooLargeException(limit));
        } else {
            source.fetch(1);
        }
    }

    private void sourceEnded() {
        sourceEnded = true;
        Promise<Buffer> promise = reading;
        if (promise != null && promise.tryComplete(whole())) {
            return;
        }
        deliver();
    }

    private void sourceFailed(Throwable failure) {
        sourceFailure = failure;
        Promise<Buffer> promise = reading;
        if (promise != null) {
            promise.tryFail(failure);
        }
        if (exceptionHandler != null) {
            exceptionHandler.handle(failure);
        }
    }

    private Buffer whole() {
        Buffer whole = Buffer.buffer((int) keptBytes);
        kept.forEach(whole::appendBuffer);
        return whole;
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (demand > 0 && !kept.isEmpty() && handler != null) {
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                Buffer chunk = kept.poll();
                keptBytes -= chunk.length();
                handler.handle(chunk);
            }
        } finally {
            delivering = false;
        }
        if (kept.isEmpty() && sourceEnded && demand > 0) {
            tellEnd();
        } else if (kept.isEmpty() && demand > 0) {
            source.fetch(1);
        }
    }

    private void tellEnd() {
        if (!endTold) {
            endTold = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    @Override
    public ReplayableBody handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public ReplayableBody endHandler(@Nullable Handler<Void> endHandler) {
        this.endHandler = endHandler;
        return this;
    }

    /** A source that has failed before is told at once. */
    @Override
    public ReplayableBody exceptionHandler(@Nullable Handler<Throwable> exceptionHandler) {
        this.exceptionHandler = exceptionHandler;
        if (exceptionHandler != null && sourceFailure != null) {
            exceptionHandler.handle(sourceFailure);
        }
        return this;
    }

    @Override
    public ReplayableBody pause() {
        demand = 0;
        return this;
    }

    @Override
    public ReplayableBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReplayableBody fetch(long amount) {
        if (isReading()) {
            throw new IllegalStateException("the body is being read");
        }
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        context.runOnContext(unused -> deliver());
        return this;
    }
}
