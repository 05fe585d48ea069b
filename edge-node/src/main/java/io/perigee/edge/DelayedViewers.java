package io.perigee.edge;

import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.tier.SimulatedLatency;
import io.perigee.geo.GeoDatabase;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;

/** Lets requests of viewers who claim to be far away arrive late. For demonstrations. */
final class DelayedViewers implements Handler<HttpServerRequest> {

    private final Handler<HttpServerRequest> path;
    private final SimulatedLatency latency;
    private final GeoDatabase geography;
    private final Function<String, Optional<InetAddress>> claims;

    DelayedViewers(
            Handler<HttpServerRequest> path,
            SimulatedLatency latency,
            GeoDatabase geography,
            Function<String, Optional<InetAddress>> claims) {
        this.path = path;
        this.latency = latency;
        this.geography = geography;
        this.claims = claims;
    }

    @Override
    public void handle(HttpServerRequest http) {
        String claim = http.getHeader(InternalHeaders.CLAIMED_VIEWER);
        Optional<InetAddress> claimed = claim == null ? Optional.empty() : claims.apply(claim);
        if (claimed.isEmpty()) {
            path.handle(http);
            return;
        }
        RequestBodies.hold(http);
        latency.to(geography.lookup(claimed.get()).coordinates()).onSuccess(arrived -> path.handle(http));
    }
}
