package io.perigee.cluster.log;

import java.util.Objects;

/**
 * One change that nodes must follow.
 *
 * @param sequence its number, from 1, without gaps, in the order in which the database committed the changes
 * @param kind what sort of change it is; opaque here
 * @param payload the change as JSON; opaque here
 */
public record LogEntry(long sequence, String kind, String payload) {

    public LogEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be 1 or more, was " + sequence);
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(payload, "payload");
    }
}
