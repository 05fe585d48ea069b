package io.perigee.regional;

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
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a regional cache.
 *
 * @param node who and where it is
 * @param listener where edges reach it
 * @param internalUrl how edges reach it; the listener's address where it is left out
 * @param management where health and metrics are
 * @param network how it joins the network
 * @param data the folder for what it remembers
 * @param cache the cache's size
 * @param patience how long an edge waits for this node to apply what the edge has applied already, before it is told to ask another
 * @param eventLoops threads that serve requests; 0: one for each processor
 * @param drain how it stops
 * @param simulatedLatency delays round trips as distance would; for demonstrations
 */
public record RegionalConfig(
        NodeIdentity node,
        ListenerConfig listener,
        @Nullable URI internalUrl,
        ManagementConfig management,
        MembershipConfig network,
        Path data,
        CacheConfig cache,
        @Default("500ms") Duration patience,
        @Default("0") int eventLoops,
        DrainConfig drain,
        @Nullable LatencyConfig simulatedLatency) {

    public RegionalConfig {
        new ConfigChecks()
                .that(!patience.isNegative(), "patience", patience, "zero or more")
                .that(eventLoops >= 0, "eventLoops", eventLoops, "0 or more")
                .done();
    }
}
