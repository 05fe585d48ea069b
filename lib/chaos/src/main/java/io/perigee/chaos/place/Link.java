package io.perigee.chaos.place;

/**
 * All connections that one node opens to another, or to the origin.
 *
 * @param from the id of the node that connects
 * @param to the id of the node that is connected to, or {@link #ORIGIN}
 */
public record Link(String from, String to) {

    /** The other end of the nodes' links to the workload's origin. */
    public static final String ORIGIN = "origin";

    /** Where bytes go. */
    public enum Direction {
        /** From who connected. */
        THERE,
        /** To who connected. */
        BACK
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
