package io.perigee.cluster;

import io.perigee.cluster.lease.LeaseTerms;
import java.util.List;

/**
 * How an edge, regional cache or origin node reaches the cluster.
 *
 * @param clusterName the network's name, as the control planes have it
 * @param members {@code host:port} of the control planes' members; a host may be a DNS name
 * @param routing whether every member is connected to, or one
 * @param leaseTerms the same on every node of the network
 */
public record ClientSettings(String clusterName, List<String> members, Routing routing, LeaseTerms leaseTerms) {

    /** Which members a client talks to. */
    public enum Routing {
        /** All, at the addresses that they announce: one hop less. */
        ALL_MEMBERS,
        /** Only the addresses in the settings, one at a time: through load balancers, tunnels and address translation. */
        SINGLE_MEMBER
    }

    public ClientSettings {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of one member at least");
        }
    }
}
