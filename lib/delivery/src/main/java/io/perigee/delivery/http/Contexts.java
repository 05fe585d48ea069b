package io.perigee.delivery.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The event loop that a request is on. */
public final class Contexts {

    private Contexts() {}

    /**
     * The caller's context.
     *
     * @throws IllegalStateException on a thread that is not Vert.x's
     */
    public static Context current() {
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("not on a Vert.x context");
        }
        return context;
    }
}
