package io.perigee.cluster;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.config.RoutingMode;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NetworkConfig;
import io.perigee.cluster.ClientSettings.Routing;
import java.net.InetAddress;

/**
 * How Hazelcast is set up: nothing is found by itself, nothing is sent home, few threads, and silence is noticed in
 * seconds rather than its minute.
 */
final class HazelcastConfigs {

    private static final String SECONDS_OF_SILENCE = "10";
    private static final String MERGE_SECONDS = "30";

    static {
        // Its first words come before it has read a configuration; only a system property reaches them.
        if (System.getProperty("hazelcast.logging.type") == null) {
            System.setProperty("hazelcast.logging.type", "slf4j");
        }
    }

    static Config member(ControlSettings settings) {
        return member(settings, InetAddress::getAllByName);
    }

    static Config member(ControlSettings settings, MemberNames.Resolver resolver) {
        Config config = new Config();
        config.setClusterName(settings.clusterName());
        config.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.socket.server.bind.any", "false")
                .setProperty("hazelcast.discovery.enabled", "true")
                // One that knows of no other has nobody to wait for.
                .setProperty(
                        "hazelcast.wait.seconds.before.join", settings.members().isEmpty() ? "0" : "1")
                .setProperty("hazelcast.heartbeat.interval.seconds", "2")
                .setProperty("hazelcast.max.no.heartbeat.seconds", SECONDS_OF_SILENCE)
                .setProperty("hazelcast.client.max.no.heartbeat.seconds", "30")
                .setProperty("hazelcast.operation.call.timeout.millis", "10000")
                // Parts that find each other again become one in half a minute rather than its five.
                .setProperty("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS)
                .setProperty("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS)
                .setProperty("hazelcast.operation.thread.count", "2")
                .setProperty("hazelcast.operation.generic.thread.count", "2")
                .setProperty("hazelcast.io.thread.count", "2")
                .setProperty("hazelcast.event.thread.count", "1");
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);

        NetworkConfig network = config.getNetworkConfig();
        network.setPort(settings.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(settings.bindAddress());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        // Also with an empty list: members refuse each other if they look for each other in different ways.
        join.getDiscoveryConfig().setDiscoveryServiceProvider(service -> new MemberNames(settings.members(), resolver));

        config.addMapConfig(new MapConfig("perigee.*").setBackupCount(1).setStatisticsEnabled(false));
        return config;
    }

    static ClientConfig client(ClientSettings settings, String name) {
        return client(settings, name, InetAddress::getAllByName);
    }

    static ClientConfig client(ClientSettings settings, String name, MemberNames.Resolver resolver) {
        ClientConfig config = new ClientConfig();
        config.setClusterName(settings.clusterName());
        config.addLabel(name);
        config.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.discovery.enabled", "true")
                .setProperty("hazelcast.client.invocation.timeout.seconds", "5")
                .setProperty("hazelcast.client.heartbeat.interval", "2000")
                .setProperty("hazelcast.client.heartbeat.timeout", SECONDS_OF_SILENCE + "000")
                .setProperty("hazelcast.client.io.input.thread.count", "1")
                .setProperty("hazelcast.client.io.output.thread.count", "1")
                // Answers are handed on by the thread that reads them: nothing that hangs on one blocks.
                .setProperty("hazelcast.client.response.thread.count", "0")
                .setProperty("hazelcast.client.event.thread.count", "1");
        config.getMetricsConfig().setEnabled(false);
        config.getConnectionStrategyConfig()
                .setAsyncStart(true)
                .setReconnectMode(ReconnectMode.ASYNC)
                .getConnectionRetryConfig()
                .setInitialBackoffMillis(200)
                .setMaxBackoffMillis(2_000)
                .setMultiplier(1.5)
                .setJitter(0.2)
                .setClusterConnectTimeoutMillis(-1);
        config.getNetworkConfig()
                .getDiscoveryConfig()
                .setDiscoveryServiceProvider(service -> new MemberNames(settings.members(), resolver));
        config.getNetworkConfig()
                .setConnectionTimeout(3_000)
                // A write that may have been taken must not be sent again: see LeaseTransport.write.
                .setRedoOperation(false);
        config.getNetworkConfig().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig()
                .getClusterRoutingConfig()
                .setRoutingMode(
                        settings.routing() == Routing.ALL_MEMBERS
                                ? RoutingMode.ALL_MEMBERS
                                : RoutingMode.SINGLE_MEMBER);
        return config;
    }

    private HazelcastConfigs() {}
}
