package io.perigee.cluster.directory;

import java.util.List;
import java.util.function.Consumer;

/**
 * A node's view of the living nodes. While the cluster is out of reach it stays as it was last known. Thread-safe;
 * reading is one volatile read.
 */
public interface NodeDirectory {

    /** All living nodes as an immutable list in the order of their ids; a new list instance for every change. */
    List<NodeInfo> nodes();

    /** The nodes of one role that are {@linkplain NodeState#READY ready}. */
    default List<NodeInfo> ready(Role role) {
        return nodes().stream()
                .filter(node -> node.role() == role && node.state() == NodeState.READY)
                .toList();
    }

    /** The nodes of one role in one region that are {@linkplain NodeState#READY ready}. */
    default List<NodeInfo> ready(Role role, String region) {
        return nodes().stream()
                .filter(node -> node.role() == role
                        && node.state() == NodeState.READY
                        && node.region().equals(region))
                .toList();
    }

    /**
     * Calls {@code listener} with {@link #nodes()} now and after every change, one call at a time, from a thread of
     * the cluster's: it must return quickly.
     *
     * @return closing it ends the calls
     */
    Registration listen(Consumer<List<NodeInfo>> listener);

    /** The view in a form that {@code importing} at the next start accepts: JSON with a format version. */
    String export();

    /** Ends a listener's calls. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
