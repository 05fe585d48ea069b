package io.perigee.cluster;

import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.lease.Acknowledgements;
import io.vertx.core.spi.cluster.ClusterManager;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A control plane's place in the cluster: a member that holds its data.
 *
 * <p>The log's head follows the database: the member asks for the highest committed sequence at its start and with
 * every renewal interval, so an entry whose publication failed, or whose publisher died, still reaches every node.
 */
public interface ControlMember extends AutoCloseable {

    /**
     * Starts a member. Blocks until it has joined: 2 to 3 s.
     *
     * @param self what the node says of itself
     * @param committed the highest sequence that the database has committed, 0 if none; asked from a thread of the
     *     cluster's, may block shortly and may throw while the database is away
     * @throws IllegalStateException if the member cannot start, for instance because the port is in use
     */
    static ControlMember start(ControlSettings settings, NodeInfo self, LongSupplier committed) {
        return HazelcastMember.start(settings, self, committed);
    }

    /** Sends committed entries to the nodes. */
    LogPublisher publisher();

    /** Which entries have reached every node that may serve from cache. */
    Acknowledgements acknowledgements();

    /** The living nodes, this one included. */
    NodeDirectory directory();

    /** The living nodes with what they last reported, in the order of their ids. */
    List<NodeStatus> statuses();

    /** {@code host:port} that other members and clients reach this member at. */
    String address();

    /**
     * What makes a clustered Vert.x of this member and the other control planes' ({@code
     * Vertx.builder().withClusterManager(...)}). That Vert.x must be closed before this member is.
     */
    ClusterManager vertxClusterManager();

    /** Tells the others about a change of this node's own state. */
    void announce(NodeState state);

    /** What this node has said of itself last. */
    NodeInfo self();

    /** Leaves the cluster, handing its data to the other members. Blocks until it has left; no thread stays behind. */
    @Override
    void close();
}
