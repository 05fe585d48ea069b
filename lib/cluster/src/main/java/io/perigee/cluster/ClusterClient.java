package io.perigee.cluster;

import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.lease.LogContact;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.MissedEntries;

/**
 * The place in the cluster of an edge, a regional cache or an origin node. Started with {@code start}, which never
 * blocks: without a control plane in reach the client keeps trying in the background, the directory is what was
 * imported, and the lease is not kept.
 */
public interface ClusterClient extends AutoCloseable {

    /**
     * Follows the change log from {@code start}, where the configuration that the node has on disk stands, and holds a
     * lease for it. May be called once.
     *
     * @return what requests ask: the applied sequence and whether the node may serve from cache
     */
    LogContact follow(LogPosition start, EntryApplier applier, MissedEntries missed);

    /** The living nodes. */
    NodeDirectory directory();

    /** Whether a control plane is connected now. For display; requests ask {@link LogContact#kept()}. */
    boolean connected();

    /** Tells the others about a change of this node's own state. */
    void announce(NodeState state);

    /** What this node has said of itself last. */
    NodeInfo self();

    /**
     * Gives up the lease (so that nobody waits for this node), leaves the directory and disconnects. Waits a second at
     * most for the cluster to take note; no thread stays behind.
     */
    @Override
    void close();
}
