package io.perigee.control;

import io.perigee.cluster.ClientSettings;
import io.perigee.cluster.ClusterClient;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.lease.LogContact;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.delivery.network.ControlPlane;
import io.perigee.delivery.network.HttpControlPlane;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An edge without viewers: follows the log of a control plane as edges do, and can be held up. */
final class FollowingNode implements EntryApplier, AutoCloseable {

    final ClusterClient client;
    final LogContact contact;
    final ControlPlane control;
    final AtomicInteger snapshots = new AtomicInteger();
    volatile NetworkConfig config = NetworkConfig.EMPTY;
    private volatile Consumer<NetworkConfig> changed = network -> {};
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    FollowingNode(Vertx vertx, ControlConfig config, ControlNode plane, String id, String region, URI publicUrl) {
        this(vertx, config, plane, id, region, publicUrl, Map::of);
    }

    /** @param gauges what it reports of itself */
    FollowingNode(
            Vertx vertx,
            ControlConfig config,
            ControlNode plane,
            String id,
            String region,
            URI publicUrl,
            Supplier<Map<String, Double>> gauges) {
        this(vertx, config, List.of(plane.url()), List.of(plane.clusterAddress()), id, region, publicUrl, gauges);
    }

    FollowingNode(
            Vertx vertx,
            ControlConfig config,
            List<URI> planes,
            List<String> clusterAddresses,
            String id,
            String region,
            URI publicUrl) {
        this(vertx, config, planes, clusterAddresses, id, region, publicUrl, Map::of);
    }

    private FollowingNode(
            Vertx vertx,
            ControlConfig config,
            List<URI> planes,
            List<String> clusterAddresses,
            String id,
            String region,
            URI publicUrl,
            Supplier<Map<String, Double>> gauges) {
        this.control = new HttpControlPlane(vertx, planes, ControlPlanes.authenticator(config, id));
        NodeInfo self = new NodeInfo(
                id, Role.EDGE, region, "TST1", 50.1, 8.7, publicUrl, null, null, "test", NodeState.READY, 1);
        this.client = ClusterClient.start(
                new ClientSettings(
                        config.cluster().name(),
                        clusterAddresses,
                        ClientSettings.Routing.ALL_MEMBERS,
                        config.cluster().terms()),
                self,
                "",
                gauges);
        this.contact = client.follow(LogPosition.NONE, this, control);
    }

    /** From now on, it is told of every configuration that it has come to. */
    void onChange(Consumer<NetworkConfig> listener) {
        listener.accept(config);
        changed = listener;
    }

    private void become(NetworkConfig next) {
        config = next;
        changed.accept(next);
    }

    /** From now on, applying waits. */
    void hold() {
        gate = new CompletableFuture<>();
    }

    void release() {
        gate.complete(null);
    }

    @Override
    public CompletionStage<Void> apply(String log, LogEntry entry) {
        return gate.thenRun(
                () -> become(config.with(entry.sequence(), NetworkFormat.readChange(entry.kind(), entry.payload()))));
    }

    @Override
    public CompletionStage<LogPosition> takeSnapshot() {
        snapshots.incrementAndGet();
        return control.snapshot()
                .map(snapshot -> {
                    become(snapshot.config());
                    return snapshot.position();
                })
                .toCompletionStage();
    }

    @Override
    public void close() {
        release();
        client.close();
    }
}
