package io.perigee.cache;

import io.vertx.core.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a call asks its upstream. */
record Asking(CacheCore core, Exchange exchange, Upstream upstream) {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /**
     * Asks the upstream, and comes back on the call's event loop. What {@code arrived} throws, which is a defect, counts as if there were no
     * response: nobody is left waiting for it.
     */
    void send(Upstream.Request request, Consumer<Upstream.Response> arrived, Consumer<Throwable> failed) {
        core.tally.fetches.increment();
        Future<Upstream.Response> response;
        try {
            response = upstream.send(request);
        } catch (RuntimeException e) {
            response = Future.failedFuture(e);
        }
        response.onComplete(result -> exchange.onContext(() -> {
            if (result.failed()) {
                failed.accept(result.cause());
                return;
            }
            try {
                arrived.accept(result.result());
            } catch (Throwable defect) {
                LOG.error(
                        "the response for {} cannot be dealt with",
                        exchange.call().key(),
                        defect);
                failed.accept(defect);
                result.result().abort().run();
            }
        }));
    }
}
