package io.perigee.edge;

import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.node.auth.Authentication;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.http.HttpServerRequest;

/** Tells requests that come from the network itself, in order to fill the caches, from those of viewers who say so. */
@FunctionalInterface
interface NetworkRequests {

    /** An edge that stands alone has no network. */
    NetworkRequests NONE = http -> false;

    /** Whether a node of the network has sent this to fill the caches. */
    boolean isPrewarming(HttpServerRequest http);

    /** Nodes are known by their signatures. */
    static NetworkRequests of(NodeAuthenticator authenticator) {
        return http -> http.headers().contains(InternalHeaders.PREWARM)
                && authenticator.verify(http.method().name(), http.uri(), http.headers()::getAll)
                        instanceof Authentication.Authentic;
    }
}
