package io.perigee.control;

import io.perigee.cluster.directory.NodeInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log for every node that joins, leaves, or changes its state. Called by one thread at a time. */
final class NodeLog implements Consumer<List<NodeInfo>> {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

    private Map<String, NodeInfo> known = Map.of();

    @Override
    public void accept(List<NodeInfo> living) {
        Map<String, NodeInfo> now = new HashMap<>();
        for (NodeInfo node : living) {
            now.put(node.id(), node);
            NodeInfo before = known.get(node.id());
            if (before == null) {
                LOG.info("{} {} of region {} joined: {}", node.role(), node.id(), node.region(), node.state());
            } else if (before.state() != node.state()) {
                LOG.info("{} {} is {}, was {}", node.role(), node.id(), node.state(), before.state());
            }
        }
        known.values().stream()
                .filter(node -> !now.containsKey(node.id()))
                .forEach(node ->
                        LOG.info("{} {} of region {} left, or is silent", node.role(), node.id(), node.region()));
        known = now;
    }
}
