package io.perigee.chaos.place;

/**
 * A node of a place, over all its restarts.
 *
 * @param id unique in the place, such as {@code edge-eu-1}
 * @param region where it is; of a control plane {@link #EVERYWHERE}
 */
public record PlacedNode(String id, Kind kind, String region) {

    /** What region a control plane is in. */
    public static final String EVERYWHERE = "global";

    /** What a node is. */
    public enum Kind {
        CONTROL,
        REGIONAL,
        EDGE
    }
}
