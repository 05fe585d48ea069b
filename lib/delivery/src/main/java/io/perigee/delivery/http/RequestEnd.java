package io.perigee.delivery.http;

import io.vertx.core.Handler;

/** Where a request ends, whatever becomes of it on its way. Used on the request's event loop only. */
public interface RequestEnd {

    /**
     * Ends the request because a step of it has thrown, which is this node's defect or that of what runs in it. Whoever asked gets an error
     * at once. Harmless for a request that has been answered.
     */
    void broken(Throwable cause);

    /**
     * A callback of the request. What it throws ends the request: it would otherwise go to whoever calls back, who can do nothing about it, and
     * the viewer would wait.
     */
    default <T> Handler<T> guard(Handler<T> callback) {
        return value -> {
            try {
                callback.handle(value);
            } catch (Throwable thrown) {
                broken(thrown);
            }
        };
    }
}
