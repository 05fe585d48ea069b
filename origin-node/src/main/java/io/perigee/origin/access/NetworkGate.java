package io.perigee.origin.access;

import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.http.HttpServerRequest;

/**
 * Admits requests that a node of the network has signed.
 *
 * @param authenticator holds the network's keys and remembers what it has seen
 */
public record NetworkGate(NodeAuthenticator authenticator) implements AccessGate {

    @Override
    public Admission admit(HttpServerRequest request) {
        return switch (authenticator.verify(
                request.method().name(),
                request.uri(),
                name -> request.headers().getAll(name))) {
            case Authentication.Authentic ignored -> new Admission.Admitted();
            case Authentication.Refused refused ->
                new Admission.Refused(refused.cause().label());
        };
    }
}
