package io.perigee.edge;

import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.LatencyConfig;
import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an edge node.
 *
 * @param node who and where it is
 * @param listeners where viewers reach it; at least one
 * @param publicUrl how viewers reach it, for redirects to it; the first listener's address where it is left out
 * @param httpsPort where redirects to HTTPS lead; the port of the first listener with TLS where it is left out, else 443
 * @param management where health and metrics are
 * @param network how it joins the network
 * @param data the folder for what it remembers
 * @param cache the cache's size
 * @param geography how viewers are located
 * @param accessLog the access log's file; none is written where it is left out
 * @param eventLoops threads that serve requests; 0: one for each processor
 * @param drain how it stops
 * @param simulatedLatency delays round trips as distance would; for demonstrations
 */
public record EdgeConfig(
        NodeIdentity node,
        List<ListenerConfig> listeners,
        @Nullable URI publicUrl,
        @Nullable Integer httpsPort,
        ManagementConfig management,
        MembershipConfig network,
        Path data,
        CacheConfig cache,
        GeographyConfig geography,
        @Nullable Path accessLog,
        @Default("0") int eventLoops,
        DrainConfig drain,
        @Nullable LatencyConfig simulatedLatency) {

    public EdgeConfig {
        listeners = List.copyOf(listeners);
        new ConfigChecks()
                .that(!listeners.isEmpty(), "listeners", listeners, "at least one listener")
                .that(eventLoops >= 0, "eventLoops", eventLoops, "0 or more")
                .that(httpsPort == null || (httpsPort > 0 && httpsPort <= 65535), "httpsPort", httpsPort, "1 to 65535")
                .done();
    }
}
