package io.perigee.cache;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits in a test, with a limit. */
final class Waiting {
    private Waiting() {}

    static <T> T on(Future<T> future) {
        return on(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T on(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not complete: " + e, e);
        }
    }

    static Throwable onFailure(Future<?> future) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        future.onComplete(result -> failure.complete(result.cause()));
        return on(failure);
    }

    /** For what other threads bring about without telling. */
    static void until(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("timed out waiting until " + what);
            }
            Thread.onSpinWait();
        }
    }
}
