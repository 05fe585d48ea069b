package io.perigee.functions.host;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;

/** A time limit laid over a future by the watchdog. */
final class Deadline<T> implements Watchdog.Watched {
    private final Promise<T> promise = Promise.promise();
    private final long at;
    private final Supplier<? extends Throwable> failure;

    private Deadline(long at, Supplier<? extends Throwable> failure) {
        this.at = at;
        this.failure = failure;
    }

    /** That future, or that failure if it has not completed within the limit. */
    static <T> Future<T> over(
            Watchdog watchdog, Future<T> future, Duration limit, Supplier<? extends Throwable> failure) {
        Deadline<T> deadline = new Deadline<>(watchdog.now() + limit.toNanos(), failure);
        watchdog.watch(deadline);
        future.onComplete(result -> {
            watchdog.forget(deadline);
            if (result.succeeded()) {
                deadline.promise.tryComplete(result.result());
            } else {
                deadline.promise.tryFail(result.cause());
            }
        });
        return deadline.promise.future();
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - at > 0) {
            promise.tryFail(failure.get());
        }
    }
}
