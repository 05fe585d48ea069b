package io.perigee.control.router;

import io.perigee.geo.routing.RoutingPolicy;
import io.perigee.geo.viewer.ClientAddress;
import java.time.Duration;

/**
 * How the router routes.
 *
 * @param policy how an edge is chosen
 * @param clientAddress where a viewer's address is taken from: which proxies are trusted
 * @param viewerClaims whether a request may claim another place by {@code Perigee-Viewer}: for demonstrations only, a
 *     viewer could choose its edge by it
 * @param explanations whether {@code ?perigee-explain} and {@code /.perigee/route} answer; they show edges and regions
 * @param retryAfter what a viewer is told to wait when no edge is there, 1 second to 1 hour
 */
public record RouterConfig(
        RoutingPolicy policy,
        ClientAddress clientAddress,
        boolean viewerClaims,
        boolean explanations,
        Duration retryAfter) {

    /** The default port. */
    public static final int DEFAULT_PORT = 7600;

    /** Nearest edge, no trusted proxies, no claims, explanations, 5 seconds. */
    public static final RouterConfig DEFAULT =
            new RouterConfig(RoutingPolicy.PROXIMITY, ClientAddress.SOCKET, false, true, Duration.ofSeconds(5));

    /** @throws IllegalArgumentException when a value is out of its range */
    public RouterConfig {
        if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0 || retryAfter.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("retryAfter " + retryAfter + ": expected 1 second to 1 hour");
        }
    }

    public RouterConfig withViewerClaims(boolean allowed) {
        return new RouterConfig(policy, clientAddress, allowed, explanations, retryAfter);
    }

    public RouterConfig withPolicy(RoutingPolicy other) {
        return new RouterConfig(other, clientAddress, viewerClaims, explanations, retryAfter);
    }

    public RouterConfig withClientAddress(ClientAddress other) {
        return new RouterConfig(policy, other, viewerClaims, explanations, retryAfter);
    }

    public RouterConfig withExplanations(boolean allowed) {
        return new RouterConfig(policy, clientAddress, viewerClaims, allowed, retryAfter);
    }
}
