package io.perigee.control;

import io.perigee.cluster.ControlMember;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.directory.Role;
import io.perigee.control.api.Work;
import io.perigee.control.change.Changes;
import io.perigee.control.router.RoutableEdge;
import io.perigee.control.router.RoutableEdges;
import io.perigee.control.router.ServedRegions;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.geo.Coordinates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edges and the regions of distributions as the router needs them: looked up twice a second, so that a request finds
 * them ready.
 */
final class EdgeDirectory implements RoutableEdges, ServedRegions {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeDirectory.class);

    private static final long LOOK_EVERY_MILLIS = 500;
    private static final int WEIGHT = 100;

    private final Vertx vertx;
    private final WorkerExecutor thread;
    private final Work work;
    private final Duration lease;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile List<RoutableEdge> edges = List.of();
    private volatile DistributionRouting routing = DistributionRouting.of(NetworkConfig.EMPTY);
    private volatile long timer = -1;

    /** @param lease an edge that was silent for so long is not routable */
    EdgeDirectory(Vertx vertx, String id, Duration lease) {
        this.vertx = vertx;
        // Of its own: viewers are routed past edges that died also while all others wait for the database.
        this.thread = vertx.createSharedWorkerExecutor("perigee-edges-" + id, 1);
        this.work = new Work(thread);
        this.lease = lease;
    }

    void follow(ControlMember member, Changes changes) {
        timer = vertx.setPeriodic(0, LOOK_EVERY_MILLIS, id -> {
            if (looking.compareAndSet(false, true)) {
                work.run(() -> look(member, changes))
                        .onFailure(failure -> LOG.warn("the edges could not be looked up: {}", failure.toString()))
                        .onComplete(looked -> looking.set(false));
            }
        });
    }

    Future<Void> stop() {
        vertx.cancelTimer(timer);
        return thread.close();
    }

    @Override
    public List<RoutableEdge> edges() {
        return edges;
    }

    @Override
    public boolean served(String host, String region) {
        CompiledDistribution distribution = routing.forHost(host);
        return distribution == null || distribution.distribution().servedIn(region);
    }

    private List<RoutableEdge> look(ControlMember member, Changes changes) {
        List<RoutableEdge> found = new ArrayList<>();
        for (NodeStatus status : member.statuses()) {
            if (status.info().role() == Role.EDGE) {
                add(status, found);
            }
        }
        edges = List.copyOf(found);
        NetworkConfig config = changes.lastSeen();
        if (config.sequence() != routing.sequence()) {
            routing = DistributionRouting.of(config);
        }
        return found;
    }

    private void add(NodeStatus status, List<RoutableEdge> found) {
        NodeInfo info = status.info();
        URI url = info.publicUrl();
        if (url == null) {
            return;
        }
        try {
            found.add(new RoutableEdge(
                    info.id(),
                    info.region(),
                    new Coordinates(info.latitude(), info.longitude()),
                    url,
                    Objects.requireNonNullElse(info.internalUrl(), url),
                    WEIGHT,
                    state(status)));
        } catch (IllegalArgumentException unusable) {
            LOG.warn("edge {} is not routed to: {}", info.id(), unusable.getMessage());
        }
    }

    private RoutableEdge.State state(NodeStatus status) {
        if (status.info().state() != NodeState.READY || status.report().isEmpty()) {
            return RoutableEdge.State.NOT_READY;
        }
        boolean kept = status.report().map(NodeReport::leaseKept).orElse(false);
        return kept && status.silentFor().compareTo(lease) < 0
                ? RoutableEdge.State.ROUTABLE
                : RoutableEdge.State.LEASE_LOST;
    }
}
