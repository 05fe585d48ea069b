package io.perigee.delivery.tier;

import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.cache.SequenceView;
import io.perigee.cluster.ClusterClient;
import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.delivery.network.ControlPlane;
import io.perigee.delivery.network.NetworkFollower;
import io.perigee.delivery.network.SavedNetwork;
import io.perigee.functions.host.FunctionStore;
import io.perigee.node.process.NodePart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's place in the network while it runs: it starts from what it saved last, follows the change log, holds a lease, knows the other
 * nodes. Starting never waits for a control plane.
 */
public final class NetworkMembership implements NodePart {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkMembership.class);

    private static final long LOOK_FOR_IDLE_MILLIS = 60_000;

    private final Vertx vertx;
    private final MembershipConfig config;
    private final Supplier<NodeInfo> self;
    private final Supplier<Map<String, Double>> gauges;
    private final SavedNetwork saved;
    private final FollowedLog log;
    private final ControlPlane control;
    private final NetworkFollower follower;
    private final Consumer<List<NodeInfo>> directoryListener;
    private final AtomicBoolean saving = new AtomicBoolean();
    private volatile @Nullable ClusterClient client;
    private volatile long idleTimer = -1;

    /** A log for {@link TierRuntime}, to be followed by a membership. */
    public static SequenceView unfollowedLog() {
        return new FollowedLog();
    }

    /**
     * @param data the node's folder
     * @param runtime made over {@link #unfollowedLog}
     * @param self what the node says of itself; asked when it joins, since it knows its ports only then
     * @param gauges numbers for operators; must return quickly
     * @param directoryListener told the living nodes now and after every change
     */
    public NetworkMembership(
            Vertx vertx,
            MembershipConfig config,
            Path data,
            TierRuntime runtime,
            ControlPlane control,
            Supplier<NodeInfo> self,
            Supplier<Map<String, Double>> gauges,
            Consumer<List<NodeInfo>> directoryListener) {
        this.vertx = vertx;
        this.config = config;
        this.control = control;
        this.self = self;
        this.gauges = gauges;
        this.saved = new SavedNetwork(data);
        this.log = (FollowedLog) runtime.log();
        this.follower = new NetworkFollower(
                vertx,
                control,
                saved,
                runtime.cache(),
                runtime.functions(),
                new FunctionStore(data.resolve("functions")),
                self);
        this.directoryListener = directoryListener;
    }

    /** Registers the {@linkplain MembershipMeters meters} of this node's place in the network. */
    public void measuredBy(MeterRegistry registry) {
        MembershipMeters.register(registry, this, log);
    }

    /** Whether a control plane is connected now. */
    boolean connected() {
        ClusterClient joined = client;
        return joined != null && joined.connected();
    }

    public NetworkFollower follower() {
        return follower;
    }

    /**
     * Why the node should get no traffic, for readiness: it knows no configuration, not even that there is none yet. Having lost the
     * change log is no reason: a control plane that is away must not take every node out of service, and the router sees by the lease
     * who has lost it.
     */
    public Optional<String> problem() {
        return follower.hasConfig() || log.logKept()
                ? Optional.empty()
                : Optional.of("no configuration has been applied yet");
    }

    /** The other nodes; empty before the start. */
    public Optional<NodeDirectory> directory() {
        return Optional.ofNullable(client).map(ClusterClient::directory);
    }

    /** Tells the control planes of the node's traffic; lost where none is connected. */
    void tellTraffic(String summary) {
        ClusterClient joined = client;
        if (joined != null) {
            joined.tellTraffic(summary);
        }
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Future<Void> start() {
        idleTimer = vertx.setPeriodic(LOOK_FOR_IDLE_MILLIS, id -> follower.returnIdleFunctions());
        return follower.resume()
                .compose(position -> vertx.executeBlocking(
                        () -> {
                            ClusterClient joined = ClusterClient.start(
                                    config.settings(),
                                    self.get().in(NodeState.READY),
                                    saved.loadNodes().orElse(""),
                                    this::gauges);
                            client = joined;
                            log.follow(joined.follow(position, follower, control));
                            joined.directory().listen(this::directoryChanged);
                            return position;
                        },
                        false))
                .mapEmpty();
    }

    private Map<String, Double> gauges() {
        Map<String, Double> all = new HashMap<>(gauges.get());
        all.putAll(follower.gauges());
        return all;
    }

    private void directoryChanged(List<NodeInfo> nodes) {
        directoryListener.accept(nodes);
        follower.nodes(nodes);
        if (saving.getAndSet(true)) {
            return;
        }
        NodeDirectory directory = Objects.requireNonNull(client).directory();
        vertx.executeBlocking(
                        Executors.callable(() -> {
                            // Changes from here on are saved by the next one, which waits for this one to end.
                            saving.set(false);
                            saved.saveNodes(directory::export);
                        }),
                        false)
                .onFailure(cause -> LOG.warn("the known nodes could not be saved: {}", cause.getMessage()));
    }

    @Override
    public void leave() {
        ClusterClient joined = client;
        if (joined != null) {
            joined.announce(NodeState.DRAINING);
        }
    }

    @Override
    public Future<Void> stop() {
        vertx.cancelTimer(idleTimer);
        ClusterClient joined = client;
        return joined == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(Executors.callable(joined::close), false)
                        .mapEmpty();
    }
}
