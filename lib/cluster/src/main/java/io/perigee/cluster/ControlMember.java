package io.perigee.cluster;

import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.lease.Acknowledgements;
import java.util.List;
import java.util.function.Consumer;

/**
 * A control plane's place in the cluster: a member that holds its data.
 *
 * <p>The log's head follows the database: the member asks it several times in a renewal interval, so an entry whose
 * publication failed, or whose publisher died, still reaches every node. While the database is away the head goes stale, and
 * nodes lose their leases after a lease's length, since another control plane may be accepting changes that are not seen here.
 */
public interface ControlMember extends AutoCloseable {

    /**
     * Starts a member. Blocks until it has joined: 2 to 3 s.
     *
     * @param self what the node says of itself
     * @param database asked from a thread that does nothing else, so it may block
     * @throws IllegalStateException if the member cannot start, for instance because the port is in use
     */
    static ControlMember start(ControlSettings settings, NodeInfo self, LogDatabase database) {
        return HazelcastMember.start(settings, self, database);
    }

    /** Sends committed entries to the nodes. */
    LogPublisher publisher();

    /** Which entries have reached every node that may serve from cache. */
    Acknowledgements acknowledgements();

    /** The living nodes, this one included. */
    NodeDirectory directory();

    /** The living nodes with what they last reported, in the order of their ids. */
    List<NodeStatus> statuses();

    /**
     * Listens to what nodes tell of their traffic, in no order, until the member is closed.
     *
     * @param listener is given what {@link ClusterClient#tellTraffic} was; called from a thread of the cluster's, so it must return quickly
     */
    void listenToTraffic(Consumer<String> listener);

    /** How many control planes form the cluster, this one included. */
    int members();

    /** Whether the log's database answered when it was asked last. */
    boolean databaseAnswers();

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
