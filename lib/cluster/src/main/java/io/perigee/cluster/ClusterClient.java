package io.perigee.cluster;

import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.lease.LogContact;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.MissedEntries;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The place in the cluster of an edge, a regional cache or an origin node. Without a control plane in reach the client
 * keeps trying in the background, the directory is what was imported, and the lease is not kept.
 */
public interface ClusterClient extends AutoCloseable {

    /**
     * Starts a client, without waiting for the network.
     *
     * @param self what the node says of itself
     * @param exportedDirectory what {@link NodeDirectory#export} gave in an earlier process, or an empty string
     * @param gauges asked once per renewal interval, from a thread of the cluster's; must return quickly
     * @throws IllegalArgumentException if {@code exportedDirectory} is neither empty nor a directory
     */
    static ClusterClient start(
            ClientSettings settings, NodeInfo self, String exportedDirectory, Supplier<Map<String, Double>> gauges) {
        return HazelcastNode.start(settings, self, exportedDirectory, gauges);
    }

    /**
     * Follows the change log from {@code start}, where the configuration that the node has on disk stands, and holds a
     * lease for it: from now on the control plane counts this node when it says what is completed, so only nodes that
     * serve cached content follow.
     *
     * @return what requests ask: the applied sequence and whether the node may serve from cache
     * @throws IllegalStateException if called a second time
     */
    LogContact follow(LogPosition start, EntryApplier applier, MissedEntries missed);

    /** The living nodes. */
    NodeDirectory directory();

    /** Whether a control plane is connected now. For display; requests ask {@link LogContact#kept()}. */
    boolean connected();

    /** Tells the others about a change of this node's own state. */
    void announce(NodeState state);

    /**
     * Tells the control planes of the node's traffic. Returns at once; what is told while none is connected, or while telling takes longer than
     * from one time to the next, is lost.
     *
     * @param summary a record as {@link io.perigee.cluster.directory.DirectoryJson} writes it
     */
    void tellTraffic(String summary);

    /** What this node has said of itself last. */
    NodeInfo self();

    /**
     * Gives up the lease (so that nobody waits for this node), leaves the directory and disconnects. Waits a second at
     * most for the cluster to take note; no thread stays behind.
     */
    @Override
    void close();
}
