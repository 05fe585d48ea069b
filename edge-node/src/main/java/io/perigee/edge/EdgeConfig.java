package io.perigee.edge;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of an edge node. */
public record EdgeConfig(
        @Setting("Who and where the node is.") NodeIdentity node,

        @Setting(value = "Where viewers reach it.", minItems = 1)
        List<ListenerConfig> listeners,

        @Setting("How viewers reach it, for redirects to it; left out: the first listener's address.") @Nullable
        URI publicUrl,

        @Setting(
                "How control planes reach it, to run functions and to warm its cache; left out: publicUrl. Needed where several edges share their publicUrl.")
        @Nullable
        URI internalUrl,

        @Setting(
                value = "Where redirects to HTTPS lead; left out: the port of the first listener with TLS,"
                        + " else 443.",
                min = "1",
                max = "65535")
        @Nullable
        Integer httpsPort,

        @Setting("Where health and metrics are.") ManagementConfig management,
        @Setting("How it joins the network.") MembershipConfig network,

        @Setting("The folder for what it remembers; made where it is missing.")
        Path data,

        @Setting("The cache's size.") CacheConfig cache,
        @Setting("How viewers are located.") GeographyConfig geography,

        @Setting("The access log's file; left out: none is written.") @Nullable
        Path accessLog,

        @Setting("How much of the access log is kept.") AccessLogFilesConfig accessLogFiles,

        @Setting(
                "Where the access logs of distributions are delivered that have logging; left out: they are delivered nowhere.")
        @Nullable
        LogDeliveryConfig logDelivery,

        @Setting(
                "The file of the real-time logs of distributions that have realtimeLogConfigs, kept as accessLogFiles says; left out: none is written.")
        @Nullable
        Path realTimeLog,

        @Setting(value = "Threads that serve requests; 0: one for each processor.", min = "0") @Default("0")
        int eventLoops,

        @Setting("How it runs Lambda functions.") LambdaConfig lambda,
        @Setting("How it stops.") DrainConfig drain,

        @Setting("Delays round trips as distance would; for demonstrations.") @Nullable
        LatencyConfig simulatedLatency) {

    public EdgeConfig {
        listeners = List.copyOf(listeners);
    }
}
