package io.perigee.cache;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's connection: collects what is written. While it is stalled, its writes stay pending and its queue is full, as with a
 * viewer that does not read.
 */
final class Sink implements WriteStream<Buffer> {
    private final Context context;
    private final Buffer received = Buffer.buffer();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private @Nullable Handler<Void> drainHandler;
    private boolean stalled;
    private boolean broken;
    private boolean ended;
    private volatile int receivedBytes;

    Sink(Context context) {
        this.context = context;
    }

    static Sink stalled(Context context) {
        Sink sink = new Sink(context);
        sink.stalled = true;
        return sink;
    }

    /** What came; to be called when it has ended. */
    String text() {
        return received.toString();
    }

    Buffer received() {
        return received;
    }

    int receivedBytes() {
        return receivedBytes;
    }

    boolean isEnded() {
        return ended;
    }

    /** Reads on. */
    void flow() {
        context.runOnContext(now -> {
            stalled = false;
            settle();
            @Nullable Handler<Void> drain = drainHandler;
            drainHandler = null;
            if (drain != null) {
                drain.handle(null);
            }
        });
    }

    /** The viewer's connection is gone. */
    void breakOff() {
        context.runOnContext(now -> {
            broken = true;
            settle();
        });
    }

    private void settle() {
        while (!pending.isEmpty()) {
            pending.poll().run();
        }
    }

    private Future<Void> accept(@Nullable Buffer bytes) {
        if (broken) {
            return Future.failedFuture("connection closed");
        }
        Promise<Void> written = Promise.promise();
        Runnable completion = () -> {
            if (broken) {
                written.fail("connection closed");
            } else {
                if (bytes != null) {
                    received.appendBuffer(bytes);
                    receivedBytes = received.length();
                }
                written.complete();
            }
        };
        pending.add(completion);
        if (!stalled) {
            context.runOnContext(now -> settle());
        }
        return written.future();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        return accept(bytes);
    }

    @Override
    public Future<Void> end() {
        return accept(null).onSuccess(done -> ended = true);
    }

    @Override
    public Future<Void> end(Buffer last) {
        return accept(last).onSuccess(done -> ended = true);
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return (stalled && !pending.isEmpty()) || pending.size() > 8;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        drainHandler = handler;
        if (!stalled) {
            flow();
        }
        return this;
    }
}
