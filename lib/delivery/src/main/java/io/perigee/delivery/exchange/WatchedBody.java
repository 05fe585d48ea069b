package io.perigee.delivery.exchange;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A response's body that fails when the origin sends nothing for too long: for one to two times the time-out, by a clock that ticks
 * once in it. Time counts only while somebody wants the next part: a slow viewer is not the origin's fault.
 */
final class WatchedBody implements ReadStream<Buffer> {

    private final Vertx vertx;
    private final HttpClientResponse response;
    private final long timeoutMillis;
    private long demand;
    private long progress;
    private long progressSeen = -1;
    private boolean over;
    private @Nullable Throwable failure;
    private final long timer;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /** Takes over the response, which is paused. */
    WatchedBody(Vertx vertx, HttpClientResponse response, long timeoutMillis) {
        this.vertx = vertx;
        this.response = response;
        this.timeoutMillis = timeoutMillis;
        this.timer = vertx.setPeriodic(timeoutMillis, this::look);
        response.handler(this::received);
        response.endHandler(this::ended);
        response.exceptionHandler(this::failed);
    }

    private void look(long id) {
        if (demand == 0) {
            progressSeen = -1;
        } else if (progressSeen == progress) {
            failed(new TimeoutException("the origin sent nothing for " + timeoutMillis + " ms"));
            response.request().reset();
        } else {
            progressSeen = progress;
        }
    }

    private void received(Buffer buffer) {
        progress++;
        if (demand != Long.MAX_VALUE && demand > 0) {
            demand--;
        }
        if (handler != null && !over) {
            handler.handle(buffer);
        }
    }

    private void ended(@Nullable Void end) {
        if (finish() && endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void failed(Throwable cause) {
        if (finish()) {
            failure = cause;
            if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        }
    }

    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        vertx.cancelTimer(timer);
        return true;
    }

    /** Gives up the rest. */
    void abort() {
        if (finish()) {
            response.request().reset();
        }
    }

    @Override
    public WatchedBody handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    /** A body that has broken off before is told at once: nothing else would end the wait. */
    @Override
    public WatchedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        if (handler != null && failure != null) {
            handler.handle(failure);
        }
        return this;
    }

    @Override
    public WatchedBody endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public WatchedBody pause() {
        demand = 0;
        response.pause();
        return this;
    }

    @Override
    public WatchedBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public WatchedBody fetch(long amount) {
        if (demand == 0) {
            progress++;
        }
        demand = demand > Long.MAX_VALUE - amount ? Long.MAX_VALUE : demand + amount;
        response.fetch(amount);
        return this;
    }
}
