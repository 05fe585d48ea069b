package io.perigee.cluster.directory;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself to all the others. Changes rarely; numbers that change all the time are in {@link
 * NodeReport}.
 *
 * @param id unique in the network, stable over restarts of the node, such as {@code edge-tokyo-1}
 * @param role what it is for
 * @param region the region's name, such as {@code eu}
 * @param location the point of presence, such as {@code FRA1}
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param publicUrl where viewers reach it; null if they don't
 * @param internalUrl where other nodes reach it; null if they don't
 * @param managementUrl where health and metrics are; null if it has none
 * @param version the program's version
 * @param state its own word on whether it serves
 * @param startedAt when the process started, epoch milliseconds
 */
public record NodeInfo(
        String id,
        Role role,
        String region,
        String location,
        double latitude,
        double longitude,
        @Nullable URI publicUrl,
        @Nullable URI internalUrl,
        @Nullable URI managementUrl,
        String version,
        NodeState state,
        long startedAt) {

    public NodeInfo {
        if (id.isBlank() || id.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a node's id must not be blank nor contain '/': '" + id + "'");
        }
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(state, "state");
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("no such place: " + latitude + ", " + longitude);
        }
    }

    /** The same node in another state. */
    public NodeInfo in(NodeState state) {
        return new NodeInfo(
                id,
                role,
                region,
                location,
                latitude,
                longitude,
                publicUrl,
                internalUrl,
                managementUrl,
                version,
                state,
                startedAt);
    }
}
