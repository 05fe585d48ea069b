package io.perigee.regional;

import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.LambdaConfig;
import io.perigee.delivery.tier.LatencyConfig;
import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The configuration of a regional cache. */
public record RegionalConfig(
        @Setting("Who and where the node is.") NodeIdentity node,
        @Setting("Where edges reach it.") ListenerConfig listener,

        @Setting("How edges reach it; left out: the listener's address.") @Nullable
        URI internalUrl,

        @Setting("Where health and metrics are.") ManagementConfig management,
        @Setting("How it joins the network.") MembershipConfig network,

        @Setting("The folder for what it remembers; made where it is missing.")
        Path data,

        @Setting("The cache's size.") CacheConfig cache,

        @Setting(
                value = "How long an edge waits for this node to apply what the edge has applied already,"
                        + " before it is told to ask another.",
                min = "0s")
        @Default("500ms")
        Duration patience,

        @Setting(value = "Threads that serve requests; 0: one for each processor.", min = "0") @Default("0")
        int eventLoops,

        @Setting("How it runs Lambda functions.") LambdaConfig lambda,
        @Setting("How it stops.") DrainConfig drain,

        @Setting("Delays round trips as distance would; for demonstrations.") @Nullable
        LatencyConfig simulatedLatency) {}
