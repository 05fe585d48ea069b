package io.perigee.cluster;

import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.lease.Acknowledgements;
import java.util.List;

/**
 * A control plane's place in the cluster: a member that holds its data. Started with {@code start}, which blocks until
 * the member has joined (2 to 3 s).
 */
public interface ControlMember extends AutoCloseable {

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

    /** Tells the others about a change of this node's own state. */
    void announce(NodeState state);

    /** What this node has said of itself last. */
    NodeInfo self();

    /** Leaves the cluster, handing its data to the other members. Blocks until it has left; no thread stays behind. */
    @Override
    void close();
}
