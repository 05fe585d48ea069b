package io.perigee.cluster;

import io.perigee.cluster.lease.LeaseTerms;
import java.util.List;

/**
 * How a control plane takes its place in the cluster.
 *
 * @param clusterName the network's name; members and clients of other names are refused
 * @param bindAddress the interface's address to listen on, such as {@code 127.0.0.1}; never a public one, since
 *     traffic is neither encrypted nor authenticated
 * @param port the port to listen on; 0 takes a free one
 * @param members {@code host:port} of the control planes' members, this one or not; a host may be a DNS name. Empty:
 *     this member is alone
 * @param log the identity of the change log, made when its database was created; no spaces
 * @param newLog the database was created in this start, so no node can hold a lease from an earlier one and nothing
 *     needs to be waited for
 * @param leaseTerms the same on every node of the network
 */
public record ControlSettings(
        String clusterName,
        String bindAddress,
        int port,
        List<String> members,
        String log,
        boolean newLog,
        LeaseTerms leaseTerms) {

    public ControlSettings {
        members = List.copyOf(members);
        if (log.isEmpty() || log.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("a log's identity must not be empty nor contain a space: '" + log + "'");
        }
    }
}
