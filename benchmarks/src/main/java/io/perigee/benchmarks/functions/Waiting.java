package io.perigee.benchmarks.functions;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits in the calling thread, which is none of Vert.x's. */
final class Waiting {
    private static final long MINUTES = 2;

    private Waiting() {}

    static <T> T on(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("no answer within " + MINUTES + " minutes", late);
        }
    }
}
