package io.perigee.delivery.tier;

import io.perigee.cluster.ClientSettings;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a node joins the network.
 *
 * @param name the network's name, the same on all its nodes
 * @param members {@code host:port} of the control planes' cluster ports; a host may be a DNS name
 * @param controlPlanes base URLs of the control planes, tried in turn
 * @param keyFile the network's keys, with which nodes prove themselves to each other
 * @param routing whether the cluster's members are talked to at the addresses that they announce ({@code all-members}), or only at
 *     those in {@code members} ({@code single-member})
 * @param lease how long a node may serve from its cache without contact to the change log
 * @param renewEvery how often it renews; at most a third of {@code lease}
 */
public record MembershipConfig(
        @Default("perigee") String name,
        List<String> members,
        List<URI> controlPlanes,
        Path keyFile,
        @Default("all-members") ClientSettings.Routing routing,
        @Default("10s") Duration lease,
        @Default("2s") Duration renewEvery) {

    public MembershipConfig {
        members = List.copyOf(members);
        controlPlanes = List.copyOf(controlPlanes);
        new ConfigChecks()
                .that(!members.isEmpty(), "members", members, "at least one host:port")
                .that(!controlPlanes.isEmpty(), "controlPlanes", controlPlanes, "at least one URL")
                .that(
                        !renewEvery.isZero() && renewEvery.multipliedBy(3).compareTo(lease) <= 0,
                        "renewEvery",
                        renewEvery,
                        "more than zero and at most a third of lease (" + lease + ")")
                .done();
    }

    public ClientSettings settings() {
        return new ClientSettings(name, members, routing, new LeaseTerms(lease, renewEvery, lease.dividedBy(10)));
    }
}
