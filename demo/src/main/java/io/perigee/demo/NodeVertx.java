package io.perigee.demo;

import io.perigee.node.process.NativeTransport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Vert.x that each node of the demo has for itself, as it would in a process of its own: a node that is busy or hangs
 * holds up no other, and one that applies a change waits for its own event loops only.
 */
final class NodeVertx {

    private static final int EVENT_LOOPS = 1;
    private static final int WORKERS = 4;
    private static final long LIMIT_SECONDS = 90;

    private NodeVertx() {}

    static Vertx create() {
        return NativeTransport.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS));
    }

    /** Blocks until the future is there, for a minute and a half at most. */
    static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new CompletionException(new IOException("not done within " + LIMIT_SECONDS + " s", e));
        }
    }
}
