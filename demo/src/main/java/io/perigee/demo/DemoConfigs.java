package io.perigee.demo;

import io.perigee.cluster.ClientSettings;
import io.perigee.control.ControlConfig;
import io.perigee.control.RouterListener;
import io.perigee.delivery.tier.CacheConfig;
import io.perigee.delivery.tier.LambdaConfig;
import io.perigee.delivery.tier.LatencyConfig;
import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.delivery.tier.NodeIdentity;
import io.perigee.demo.site.SampleSite;
import io.perigee.edge.AccessLogFilesConfig;
import io.perigee.edge.EdgeConfig;
import io.perigee.edge.GeographyConfig;
import io.perigee.node.config.ByteSize;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.listen.TlsConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.origin.BucketConfig;
import io.perigee.origin.OriginNodeConfig;
import io.perigee.origin.store.StoreLimits;
import io.perigee.origin.website.Website;
import io.perigee.regional.RegionalConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of each of the demo's nodes: as an operator would write it, but small.
 *
 * @param ports where nodes listen
 * @param latency whether distances are felt
 * @param keyFile the network's key
 */
record DemoConfigs(DemoPorts ports, boolean latency, Path keyFile) {

    static final String HOST = "127.0.0.1";

    /** Half of the default: whoever watches an edge die should not wait ten seconds for the network to notice. */
    static final Duration LEASE = Duration.ofSeconds(5);

    static final Duration RENEW_EVERY = Duration.ofSeconds(1);

    static final String NETWORK = "perigee-demo";

    private static final ByteSize EDGE_MEMORY = new ByteSize(48L << 20);
    private static final ByteSize REGIONAL_MEMORY = new ByteSize(96L << 20);
    private static final int EVENT_LOOPS = 1;

    /** Ashburn. */
    private static final LatencyConfig ORIGIN_PLACE = new LatencyConfig(39.0438, -77.4874);

    /**
     * The control plane's: its token is left where the command line finds it, unless the ports are any free ones and it
     * could not be told which.
     */
    ControlConfig control(Path data) {
        ControlConfig.Cluster alone = new ControlConfig.Cluster(NETWORK, HOST, 0, List.of(), LEASE, RENEW_EVERY);
        return ControlConfig.local(NETWORK, data, keyFile)
                .withApi(new ControlConfig.ApiListener(HOST, ports.control(), null))
                .withRouter(RouterListener.local(ports.router()).believingClaims())
                .withCluster(alone)
                .withTokens(new ControlConfig.Tokens(null, ports.base() != 0, null));
    }

    OriginNodeConfig origin(Path data) {
        return new OriginNodeConfig(
                OriginPart.ID,
                ListenerConfig.on(ports.origin()),
                ListenerConfig.on(ports.originApi()),
                ManagementConfig.on(0),
                DrainConfig.quick(),
                data,
                "us-east-1",
                List.of(),
                Map.of(SampleSite.BUCKET, BucketConfig.website(Website.standard())),
                SampleSite.BUCKET,
                true,
                keyFile,
                List.of(),
                null,
                StoreLimits.standard());
    }

    RegionalConfig regional(DemoPlan.Site site, Path data, MembershipConfig network) {
        return new RegionalConfig(
                site.identity(),
                ListenerConfig.on(ports.regional(site.index())),
                null,
                ManagementConfig.on(0),
                network,
                data,
                new CacheConfig(REGIONAL_MEMORY),
                Duration.ofMillis(500),
                EVENT_LOOPS,
                LambdaConfig.standard(),
                DrainConfig.quick(),
                simulated());
    }

    EdgeConfig edge(DemoPlan.Site site, Path data, MembershipConfig network) {
        ListenerConfig https = ListenerConfig.on(ports.edgeHttps(site.index()))
                .withTls(TlsConfig.selfSigned("localhost", "*.localhost", HOST));
        return edge(
                site.identity(),
                List.of(ListenerConfig.on(ports.edge(site.index())), https),
                ports.edgeHttps(site.index()) == 0 ? null : ports.edgeHttps(site.index()),
                data,
                network);
    }

    private EdgeConfig edge(
            NodeIdentity identity,
            List<ListenerConfig> listeners,
            @Nullable Integer httpsPort,
            Path data,
            MembershipConfig network) {
        return new EdgeConfig(
                identity,
                listeners,
                null,
                null,
                httpsPort,
                ManagementConfig.on(0),
                network,
                data,
                new CacheConfig(EDGE_MEMORY),
                new GeographyConfig(null, List.of(), true),
                null,
                AccessLogFilesConfig.DEFAULT,
                null,
                null,
                EVENT_LOOPS,
                LambdaConfig.standard(),
                DrainConfig.quick(),
                simulated());
    }

    /** @param clusterAddress {@code host:port} where the control plane has nodes join */
    MembershipConfig network(URI controlPlane, String clusterAddress) {
        return new MembershipConfig(
                NETWORK,
                List.of(clusterAddress),
                List.of(controlPlane),
                null,
                keyFile,
                ClientSettings.Routing.ALL_MEMBERS,
                LEASE,
                RENEW_EVERY);
    }

    private @Nullable LatencyConfig simulated() {
        return latency ? ORIGIN_PLACE : null;
    }
}
