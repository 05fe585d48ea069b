package io.perigee.cluster;

import io.perigee.cluster.log.LogEntry;
import java.util.concurrent.CompletionStage;

/**
 * Carries committed log entries to the nodes. The database is the authority: an entry must be committed before it is
 * published, and sequences must be given without gaps in the order of the commits. Publishing is idempotent: any
 * control plane may publish any committed entry, in any order and at the same time. What gets lost, nodes fetch.
 */
public interface LogPublisher {

    /**
     * Moves the log's head up to the entry (never down) and sends it to every connected node.
     *
     * @return fails when the cluster does not take it within 10 s; the next entry, or the member's next look at the
     *     database, makes good for it
     */
    CompletionStage<Void> publish(LogEntry entry);
}
