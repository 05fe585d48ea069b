package io.perigee.cluster.log;

import java.util.List;

/** The control plane's answer to a node that asks for the entries after its position. */
public sealed interface Missed {

    /**
     * The entries after the position asked for, in order and without gaps; a page of them if there are many.
     *
     * @param log the log they belong to
     * @param entries empty when the position is the log's end
     */
    record Entries(String log, List<LogEntry> entries) implements Missed {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The position cannot be continued from: its entries were pruned, it names another log, or it lies past the log's
     * end (the database was restored from a backup). The node takes a snapshot.
     */
    record TooOld() implements Missed {}
}
