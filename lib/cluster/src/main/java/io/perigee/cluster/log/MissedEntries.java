package io.perigee.cluster.log;

import java.util.concurrent.CompletionStage;

/** How a node fetches entries that did not reach it: from the control plane, whose database is the authority. */
@FunctionalInterface
public interface MissedEntries {

    /**
     * Asks for the entries after {@code position}. {@link LogPosition#NONE} asks from the log's beginning.
     *
     * @return fails when no control plane can be reached; the follower asks again later. It must complete in bounded
     *     time (the caller sets the time limit of its request): the follower waits for nothing else meanwhile.
     */
    CompletionStage<Missed> entriesAfter(LogPosition position);
}
