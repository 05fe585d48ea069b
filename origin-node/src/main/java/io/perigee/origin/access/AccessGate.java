package io.perigee.origin.access;

import io.vertx.core.http.HttpServerRequest;

/** Decides whether a request comes from a node of the network. Asked only where the node serves the network alone. */
@FunctionalInterface
public interface AccessGate {

    /** Called on the event loop before anything else is done with the request; must not block or read the body. */
    Admission admit(HttpServerRequest request);

    /** Refuses everybody: what a node that serves the network only does until it is told how to know the network. */
    static AccessGate closed() {
        return request -> new Admission.Refused("no node credentials are configured");
    }

    /** The gate's decision. */
    sealed interface Admission {

        /** Go on. */
        record Admitted() implements Admission {}

        /**
         * Answer 403.
         *
         * @param reason for the log; the client is not told
         */
        record Refused(String reason) implements Admission {}
    }
}
