package io.perigee.node.process;

import io.vertx.core.Future;
import java.time.Duration;

/** Something that a node starts, drains and stops: a listener, the log's follower, a store. */
public interface NodePart {

    /** For log lines and errors. */
    String name();

    /** Makes the part work; a failure stops the node from starting. */
    Future<Void> start();

    /**
     * The node is going away: tells those who send it work, and still does all that comes. Called once, a while before {@link #drain};
     * must return at once.
     */
    default void leave() {}

    /** Takes no new work and completes when the work in hand is done; within the limit, then it may cut what is left. */
    default Future<Void> drain(Duration limit) {
        return Future.succeededFuture();
    }

    /** Releases everything. Called once, also if {@link #start} has failed. */
    Future<Void> stop();
}
