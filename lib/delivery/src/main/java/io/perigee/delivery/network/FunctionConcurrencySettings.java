package io.perigee.delivery.network;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.Role;
import io.perigee.distribution.EventType;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.ProvisionedGauges;
import io.perigee.distribution.network.RegionConcurrency;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.FunctionId;
import io.perigee.functions.host.ConcurrencyLimits;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionStatus;
import io.perigee.functions.runtime.ProvisionedUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Brings the concurrency that is configured for the node's region to the functions of the node, which has its share of it.
 *
 * <p>Environments are kept where calls come: of a version at viewer events on edges; of one at origin events, or at none, on
 * regional caches, and on edges where the region has none of these (docs/decisions/124).
 */
final class FunctionConcurrencySettings {

    private final FunctionHost host;
    private final Supplier<NodeInfo> self;

    // Guarded by this: what the shares are made of.
    private NetworkConfig config = NetworkConfig.EMPTY;
    private final Set<FunctionVersion> atViewer = new HashSet<>();
    private final Set<FunctionVersion> atOrigin = new HashSet<>();
    private boolean regional = true;

    /** @param self this node; asked when the first configuration is applied */
    FunctionConcurrencySettings(FunctionHost host, Supplier<NodeInfo> self) {
        this.host = host;
        this.self = self;
    }

    /** The versions that run here as well, since the region keeps environments of them. */
    Set<FunctionVersion> wanted(NetworkConfig after) {
        return RegionConcurrency.of(after, self.get().region()).provisioned().keySet();
    }

    /** @param serving the distributions that requests are served for */
    synchronized void apply(NetworkConfig after, Stream<CompiledDistribution> serving) {
        config = after;
        atViewer.clear();
        atOrigin.clear();
        serving.forEach(this::collect);
        RegionConcurrency region = RegionConcurrency.of(after, self.get().region());
        host.limitConcurrency(new ConcurrencyLimits(region.account(), region.reserved()));
        provision();
    }

    /** Who else is there. */
    synchronized void nodes(List<NodeInfo> nodes) {
        NodeInfo own = self.get();
        List<NodeInfo> near = nodes.stream()
                .filter(node -> node.region().equals(own.region()))
                .toList();
        host.shareConcurrency((int) Math.max(
                1, near.stream().filter(node -> node.role() == own.role()).count()));
        regional = near.stream().anyMatch(node -> node.role() == Role.REGIONAL);
        provision();
    }

    private void provision() {
        Map<FunctionId, Integer> counts = new HashMap<>();
        RegionConcurrency.of(config, self.get().region()).provisioned().forEach((version, count) -> {
            if (isCalledHere(version)) {
                counts.put(new FunctionId(version.name(), version.version()), count);
            }
        });
        host.provision(counts);
    }

    private boolean isCalledHere(FunctionVersion version) {
        boolean behindEdges = atOrigin.contains(version) || !atViewer.contains(version);
        return switch (self.get().role()) {
            case EDGE -> atViewer.contains(version) || (behindEdges && !regional);
            case REGIONAL -> behindEdges;
            case ORIGIN, CONTROL -> false;
        };
    }

    private void collect(CompiledDistribution distribution) {
        distribution
                .behaviors()
                .forEach(behavior -> behavior.functions().forEach((event, binding) -> {
                    boolean viewer = event == EventType.VIEWER_REQUEST || event == EventType.VIEWER_RESPONSE;
                    binding.versions().forEach(version -> (viewer ? atViewer : atOrigin).add(version.function()));
                }));
    }

    /** What this node tells of it. */
    Map<String, Double> gauges() {
        Map<String, Double> gauges = new HashMap<>();
        for (FunctionStatus status : host.statuses()) {
            ProvisionedUse use = status.runtime().provisioned();
            if (use.requested() > 0) {
                new ProvisionedGauges(use.requested(), use.available(), use.failing())
                        .put(gauges, status.function().name(), status.function().version());
            }
        }
        return gauges;
    }
}
