package io.perigee.cluster;

import io.perigee.cluster.log.LogEntry;
import java.util.concurrent.CompletionStage;

/**
 * Carries committed log entries to the nodes. The database is the authority: an entry must be committed before it is
 * published, and sequences must be given in the order of the commits. Publishing is idempotent, any control plane may
 * publish any committed entry, in any order and at the same time; what gets lost on the way, nodes fetch.
 */
public interface LogPublisher {

    /**
     * Moves the log's head up to the entry (never down) and sends it to every connected node.
     *
     * @return fails when the cluster does not take it; publishing again, or any later entry, makes good for it
     */
    CompletionStage<Void> publish(LogEntry entry);

    /**
     * Moves the log's head up to {@code sequence} (never down) without sending entries. A control plane must call it
     * with the database's highest sequence when it starts, 0 if there is none: until then no node gets a lease.
     */
    CompletionStage<Void> head(long sequence);
}
