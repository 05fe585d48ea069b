package io.perigee.delivery.output;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Where batches of output go. */
@FunctionalInterface
public interface OutputSink {
    /**
     * Completes when the batch is stored; one that was stored before counts once.
     *
     * @param batch JSON, at most 1 MiB
     */
    Future<Void> send(Buffer batch);
}
