package io.perigee.node.process;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts requests from their head to their last byte, so that a drain knows when the last one has ended. Thread-safe. */
public final class RequestsInFlight {

    private final AtomicInteger count = new AtomicInteger();
    private final List<Promise<Void>> waiting = new ArrayList<>();

    /** A request has begun; returns how many there are now. Exactly one {@link #end} follows. */
    public int begin() {
        return count.incrementAndGet();
    }

    public void end() {
        if (count.decrementAndGet() == 0) {
            completeWaiting();
        }
    }

    /**
     * A handler that counts each request until its response has ended or its connection is gone. It takes the response's
     * end and close handlers; a handler that needs them itself counts itself.
     */
    public Handler<HttpServerRequest> counting(Handler<HttpServerRequest> next) {
        return request -> {
            begin();
            var ended = new Counted();
            request.response().endHandler(ended).closeHandler(ended);
            next.handle(request);
        };
    }

    /** One request, until the first of its ends; set when that was. */
    private final class Counted extends AtomicBoolean implements Handler<Void> {
        private static final long serialVersionUID = 1;

        @Override
        public void handle(Void event) {
            if (compareAndSet(false, true)) {
                end();
            }
        }
    }

    public int count() {
        return count.get();
    }

    /** Completes when there is none; at once if so now. */
    public Future<Void> whenNone() {
        Promise<Void> promise = Promise.promise();
        synchronized (waiting) {
            waiting.add(promise);
        }
        if (count.get() == 0) {
            completeWaiting();
        }
        return promise.future();
    }

    private void completeWaiting() {
        List<Promise<Void>> complete;
        synchronized (waiting) {
            complete = List.copyOf(waiting);
            waiting.clear();
        }
        complete.forEach(Promise::tryComplete);
    }
}
