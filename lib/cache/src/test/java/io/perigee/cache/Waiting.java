package io.perigee.cache;

import io.perigee.testkit.Await;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Waits in a test, with a limit. */
final class Waiting {
    private Waiting() {}

    static <T> T on(Future<T> future) {
        return Await.get(future);
    }

    static <T> T on(CompletableFuture<T> future) {
        return Await.get(future);
    }

    static Throwable onFailure(Future<?> future) {
        return Await.failure(future);
    }

    /** For what other threads bring about without telling. */
    static void until(BooleanSupplier condition, String what) {
        Await.until(what, condition);
    }
}
