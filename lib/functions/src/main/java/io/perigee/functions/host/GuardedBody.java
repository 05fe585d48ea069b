package io.perigee.functions.host;

import io.perigee.functions.BodySource;
import io.perigee.functions.BodyTooLargeException;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The origin's body as a function gets it: read once, counted against the function's memory, on the context that the body
 * belongs to, and handed over on the function's own.
 */
final class GuardedBody implements BodySource {
    private static final long UNKNOWN = -1;

    private final Call<?, ?> call;
    private final ResponseEvent event;
    private final FunctionInstance instance;
    private final AtomicBoolean asked = new AtomicBoolean();

    GuardedBody(Call<?, ?> call, ResponseEvent event, FunctionInstance instance) {
        this.call = call;
        this.event = event;
        this.instance = instance;
    }

    @Override
    public Future<Buffer> read(int limit) {
        if (!asked.compareAndSet(false, true)) {
            return Future.failedFuture(new IllegalStateException("the body has been read already"));
        }
        long length = contentLength();
        if (length > limit) {
            return Future.failedFuture(new BodyTooLargeException(limit));
        }
        if (!call.reserveBody(length == UNKNOWN ? limit : length)) {
            return Future.failedFuture(call.function.bodies().exhausted());
        }
        Promise<Buffer> promise = Promise.promise();
        Context caller = call.caller();
        if (caller == null) {
            read(limit, promise);
        } else {
            caller.runOnContext(unused -> read(limit, promise));
        }
        return promise.future();
    }

    private void read(int limit, Promise<Buffer> promise) {
        event.body()
                .read(limit)
                .onComplete(read -> instance.execute(() -> {
                    if (read.succeeded()) {
                        promise.complete(read.result());
                    } else {
                        promise.fail(read.cause());
                    }
                }));
    }

    /** As declared; unknown for HEAD, whose responses declare the length of a body that they do not have. */
    private long contentLength() {
        if (event.request().method().equals("HEAD")) {
            return 0;
        }
        String declared = event.response().header("Content-Length").orElse("");
        if (declared.isEmpty() || declared.length() > 18 || !declared.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return UNKNOWN;
        }
        return Long.parseLong(declared);
    }
}
