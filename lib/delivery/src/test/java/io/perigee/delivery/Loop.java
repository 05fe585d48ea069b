package io.perigee.delivery;

import static java.util.Objects.requireNonNull;

import io.perigee.cache.Upstream;
import io.perigee.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Supplier;

/** An event loop on which a test makes its calls, as requests do. */
public final class Loop {

    private final Context context;

    public Loop(Vertx vertx) {
        context = vertx.getOrCreateContext();
    }

    public Context context() {
        return context;
    }

    /** Calls on the loop; the future ends as the call's does. */
    public <T> Future<T> start(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(go -> {
            try {
                call.get().onComplete(promise);
            } catch (RuntimeException | AssertionError e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    /** Calls on the loop and waits for what comes of it. */
    public <T> T call(Supplier<Future<T>> call) {
        return Await.get(start(call));
    }

    /** Does something on the loop and waits until it is done. */
    public void run(Runnable action) {
        call(() -> {
            action.run();
            return Future.succeededFuture();
        });
    }

    /** Reads a body on the loop to its end. */
    public Future<Buffer> read(ReadStream<Buffer> body) {
        return start(() -> {
            Promise<Buffer> whole = Promise.promise();
            Buffer data = Buffer.buffer();
            body.exceptionHandler(whole::tryFail);
            body.endHandler(end -> whole.tryComplete(data));
            body.handler(data::appendBuffer);
            body.resume();
            return whole.future();
        });
    }

    public String text(Upstream.Response response) {
        return Await.get(read(requireNonNull(response.body()))).toString();
    }
}
