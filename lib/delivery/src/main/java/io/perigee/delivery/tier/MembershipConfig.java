package io.perigee.delivery.tier;

import io.perigee.cluster.ClientSettings;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a node joins the network. */
public record MembershipConfig(
        @Setting(value = "The network's name, the same on all its nodes.", pattern = "(?s).*\\S.*", form = "a name")
        @Default("perigee")
        String name,

        @Setting(
                value = "The control planes' cluster ports; a host may be a DNS name.",
                minItems = 1,
                pattern = "[^\\s/]+:\\d{1,5}",
                form = "HOST:PORT")
        List<String> members,

        @Setting(value = "The control planes' APIs, tried in turn.", minItems = 1)
        List<URI> controlPlanes,

        @Setting(
                "A PEM file with the authorities of the control planes' certificates, where controlPlanes begin with https; left out: those that Java trusts.")
        @Nullable
        Path trust,

        @Setting(
                "The file with the network's keys, with which nodes prove themselves to each other; the same on all nodes. To make one: head -c 32 /dev/urandom | base64.")
        Path keyFile,

        @Setting(
                "Whether the cluster's members are talked to at the addresses that they announce (all-members), or only at those in members (single-member).")
        @Default("all-members")
        ClientSettings.Routing routing,

        @Setting(
                value =
                        "How long a node may serve from its cache without contact to the change log; the same on all nodes.",
                min = "1s")
        @Default("10s")
        Duration lease,

        @Setting(value = "How often the lease is renewed; at most a third of lease.", min = "1ms") @Default("2s")
        Duration renewEvery) {

    public MembershipConfig {
        members = List.copyOf(members);
        controlPlanes = List.copyOf(controlPlanes);
        new ConfigChecks()
                .that(
                        renewEvery.multipliedBy(3).compareTo(lease) <= 0,
                        "renewEvery",
                        renewEvery,
                        "at most a third of lease (" + lease + ")")
                .done();
    }

    public ClientSettings settings() {
        return new ClientSettings(name, members, routing, new LeaseTerms(lease, renewEvery, lease.dividedBy(10)));
    }
}
