package io.perigee.cache;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A response body that a test sends piece by piece; used on its context only. Starts paused, as an upstream's body does. */
final class ScriptedBody implements ReadStream<Buffer> {
    private final Context context;
    private final Deque<Buffer> queue = new ArrayDeque<>();
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Throwable brokenBefore;
    private boolean flowing;
    private boolean finished;
    private boolean over;
    private volatile boolean aborted;
    private final AtomicInteger delivered = new AtomicInteger();

    ScriptedBody(Context context) {
        this.context = context;
    }

    boolean isAborted() {
        return aborted;
    }

    /** How many bytes were taken from it. */
    int delivered() {
        return delivered.get();
    }

    void emit(Buffer bytes) {
        queue.add(bytes);
        drain();
    }

    void finish() {
        finished = true;
        drain();
    }

    void breakOff(Throwable cause) {
        if (exceptionHandler == null) {
            brokenBefore = cause;
        } else if (!over) {
            over = true;
            exceptionHandler.handle(cause);
        }
    }

    void abort() {
        aborted = true;
        over = true;
    }

    private void drain() {
        while (flowing && !over && !queue.isEmpty()) {
            Buffer next = queue.poll();
            delivered.addAndGet(next.length());
            Objects.requireNonNull(handler).handle(next);
        }
        if (flowing && !over && finished && queue.isEmpty()) {
            over = true;
            Objects.requireNonNull(endHandler).handle(null);
        }
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> replacement) {
        exceptionHandler = replacement;
        Throwable cause = brokenBefore;
        if (cause != null) {
            brokenBefore = null;
            context.runOnContext(now -> breakOff(cause));
        }
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
        context.runOnContext(now -> drain());
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
}
