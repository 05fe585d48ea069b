package io.perigee.cluster.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a node does with the log. The follower calls one method at a time, from its own thread, and calls the next when
 * the stage that the last one returned has completed.
 */
public interface EntryApplier {

    /**
     * Applies one entry. Entries come in order, each once.
     *
     * @param log the identity of the log that the entry belongs to
     *
     * @return a failure means that nothing was applied; the follower calls again with the same entry after a pause, and
     *     the node lags until it succeeds. A kind that this version does not know should be skipped, not failed.
     */
    CompletionStage<Void> apply(String log, LogEntry entry);

    /**
     * Replaces the node's whole configuration with the control plane's snapshot and drops what the node has cached,
     * because the invalidations in between are not known.
     *
     * @return the position that the snapshot stands at; a failure is retried after a pause
     */
    CompletionStage<LogPosition> takeSnapshot();

    /**
     * Completes when every thread that serves requests sees all that was applied so far. Only then is it reported as
     * applied. The default is for nodes whose {@link #apply} already guarantees it.
     */
    default CompletionStage<Void> settle() {
        return CompletableFuture.completedFuture(null);
    }
}
