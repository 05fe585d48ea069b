package io.perigee.cache;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a source to a stream, keeping to the stream's back-pressure, and closes the source when the last write is done: only
 * then has the network let go of the memory. A connection that dies fails its pending writes, so that moment always comes.
 */
final class BodyPump {
    private final BodySource source;
    private final WriteStream<Buffer> to;
    private final Promise<Void> done = Promise.promise();
    private int pending;
    private boolean running;
    private boolean unsettled;
    private boolean stopped;
    private boolean closed;
    private @Nullable Throwable failure;

    BodyPump(BodySource source, WriteStream<Buffer> to) {
        this.source = source;
        this.to = to;
    }

    Future<Void> start() {
        source.whenReadable(this::run);
        run();
        return done.future();
    }

    /** Writes no more. */
    void stop(Throwable why) {
        if (!stopped) {
            stopped = true;
            failure = why;
            closeWhenSettled();
        }
    }

    private void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!stopped) {
                if (to.writeQueueFull()) {
                    to.drainHandler(drained -> run());
                    break;
                }
                if (!step() && !settle()) {
                    break;
                }
            }
        } catch (RuntimeException e) {
            // The stream refuses: its response was ended or reset.
            stopped = true;
            failure = e;
        } finally {
            running = false;
        }
        closeWhenSettled();
    }

    /** Whether to go on at once. */
    private boolean step() {
        Buffer bytes = source.poll();
        if (bytes == null) {
            Throwable broken = source.failure();
            if (broken != null) {
                stop(broken);
            } else if (source.ended()) {
                end(null);
            }
            return false;
        }
        if (source.ended()) {
            end(bytes);
            return false;
        }
        Future<Void> written = to.write(bytes);
        unsettled = true;
        pending++;
        written.onComplete(this::written);
        return true;
    }

    private void end(@Nullable Buffer last) {
        stopped = true;
        Future<Void> written = last == null ? to.end() : to.end(last);
        pending++;
        written.onComplete(this::written);
    }

    private void written(AsyncResult<Void> result) {
        pending--;
        if (result.failed() && failure == null) {
            failure = result.cause();
            stopped = true;
        }
        if (!running) {
            settle();
        }
        closeWhenSettled();
    }

    /** Tells the source when everything has been written that it gave; whether that was news to it, and may yield more. */
    private boolean settle() {
        if (pending > 0 || stopped || !unsettled) {
            return false;
        }
        unsettled = false;
        source.settled();
        return true;
    }

    private void closeWhenSettled() {
        if (!stopped || running || pending > 0 || closed) {
            return;
        }
        closed = true;
        source.close();
        if (failure == null) {
            done.complete();
        } else {
            done.fail(failure);
        }
    }
}
