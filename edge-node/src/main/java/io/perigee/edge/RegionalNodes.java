package io.perigee.edge;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.ring.RendezvousRing;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The living regional caches of this edge's region, and which of them owns a key. A node that could not be reached a moment ago is
 * passed over, so that not every request finds out by itself.
 */
final class RegionalNodes {

    private static final long PASSED_OVER_NANOS = 1_000_000_000L;

    private final String region;
    private final LongSupplier nanoTime;
    private final Map<String, Long> unreachableUntil = new ConcurrentHashMap<>();
    private volatile RendezvousRing<NodeInfo> ring = RendezvousRing.of(List.of(), NodeInfo::id);

    RegionalNodes(String region, LongSupplier nanoTime) {
        this.region = region;
        this.nanoTime = nanoTime;
    }

    /** Takes the region's ready regional caches out of all nodes. */
    void members(List<NodeInfo> nodes) {
        List<NodeInfo> ready = nodes.stream()
                .filter(node -> node.role() == Role.REGIONAL
                        && node.region().equals(region)
                        && node.state() == NodeState.READY
                        && node.internalUrl() != null)
                .toList();
        ring = RendezvousRing.of(ready, NodeInfo::id);
        unreachableUntil.keySet().retainAll(nodes.stream().map(NodeInfo::id).toList());
    }

    /** The nodes to ask for a key, its owner first, at most {@code count}; those just found unreachable are left out. */
    List<NodeInfo> owners(String key, int count) {
        RendezvousRing<NodeInfo> members = ring;
        if (unreachableUntil.isEmpty()) {
            return members.owners(key, count);
        }
        long now = nanoTime.getAsLong();
        return members.owners(key, members.nodes().size()).stream()
                .filter(node -> now - unreachableUntil.getOrDefault(node.id(), now) >= 0)
                .limit(count)
                .toList();
    }

    /** All of them, also those just found unreachable. */
    List<NodeInfo> all() {
        return ring.nodes();
    }

    void unreachable(NodeInfo node) {
        unreachableUntil.put(node.id(), nanoTime.getAsLong() + PASSED_OVER_NANOS);
    }

    void reached(NodeInfo node) {
        if (!unreachableUntil.isEmpty()) {
            unreachableUntil.remove(node.id());
        }
    }

    static URI internalUrl(NodeInfo node) {
        URI url = node.internalUrl();
        if (url == null) {
            throw new IllegalArgumentException(node.id() + " has no internal URL");
        }
        return url;
    }
}
