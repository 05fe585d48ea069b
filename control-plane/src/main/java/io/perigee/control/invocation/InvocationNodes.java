package io.perigee.control.invocation;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.directory.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that run functions for control planes: regional caches, and edges after them. Each function has an order of its own among them,
 * so that its calls find warm environments and the functions spread.
 */
public final class InvocationNodes {

    private final Supplier<? extends Collection<NodeStatus>> statuses;
    private final Duration lease;

    /**
     * Over the directory.
     *
     * @param statuses may block
     * @param lease a node that was silent for so long is not asked
     */
    public InvocationNodes(Supplier<? extends Collection<NodeStatus>> statuses, Duration lease) {
        this.statuses = statuses;
        this.lease = lease;
    }

    /**
     * Those that are ready, best first.
     *
     * @param region empty: any
     */
    List<NodeInfo> ready(String function, String region) {
        return statuses.get().stream()
                .filter(status -> status.silentFor().compareTo(lease) < 0)
                .map(NodeStatus::info)
                .filter(node -> node.state() == NodeState.READY
                        && url(node) != null
                        && (region.isEmpty() || node.region().equals(region)))
                .sorted(Comparator.comparing((NodeInfo node) -> node.role() != Role.REGIONAL)
                        .thenComparingInt(node -> (function + '/' + node.id()).hashCode() * 0x9E3779B9)
                        .thenComparing(NodeInfo::id))
                .toList();
    }

    /** Where the node takes invocations; null: nowhere. */
    static @Nullable URI url(NodeInfo node) {
        return switch (node.role()) {
            case REGIONAL -> node.internalUrl();
            case EDGE -> node.internalUrl() != null ? node.internalUrl() : node.publicUrl();
            case ORIGIN, CONTROL -> null;
        };
    }
}
