package io.perigee.cluster.lease;

import java.util.Set;

/**
 * How far a change has come, as of the last time the control plane looked.
 *
 * @param sequence the change asked about
 * @param completed every node that may serve from cache has applied it; never becomes false again
 * @param settling the control plane started (or lost members) too recently to know all the leases that may be out, so
 *     nothing new counts as completed yet
 * @param applied ids of the nodes with a live lease that have applied it
 * @param lagging ids of the nodes with a live lease that have not
 */
public record Progress(long sequence, boolean completed, boolean settling, Set<String> applied, Set<String> lagging) {

    public Progress {
        applied = Set.copyOf(applied);
        lagging = Set.copyOf(lagging);
    }
}
