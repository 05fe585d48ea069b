package io.perigee.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import com.hazelcast.spi.discovery.integration.DiscoveryService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds control planes by the names in the configuration, anew each time that Hazelcast asks: when it joins, when it connects again,
 * when it looks for parts of the cluster that it has lost. Each address that a name has counts, since a headless service of Kubernetes
 * is one name with the addresses of all its pods, which change as pods move. Hazelcast's own list of names keeps one address of each in
 * clients, and in members only those of the own interface.
 */
final class MemberNames implements DiscoveryService {

    private static final Logger LOG = LoggerFactory.getLogger(MemberNames.class);

    /** Looks addresses up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private record Name(String host, int port) {}

    private final List<Name> names;
    private final Resolver resolver;

    /** @param members each {@code host:port}; the host may be a name or an address */
    MemberNames(List<String> members, Resolver resolver) {
        this.names = members.stream().map(MemberNames::name).toList();
        this.resolver = resolver;
    }

    private static Name name(String member) {
        int colon = member.lastIndexOf(':');
        return new Name(member.substring(0, colon), Integer.parseInt(member.substring(colon + 1)));
    }

    @Override
    public Iterable<DiscoveryNode> discoverNodes() {
        Set<Address> found = new LinkedHashSet<>();
        for (Name name : names) {
            try {
                for (InetAddress address : resolver.addresses(name.host())) {
                    found.add(new Address(address, name.port()));
                }
            } catch (UnknownHostException e) {
                // Names of pods that do not run have no address.
                LOG.debug("{} has no address now", name.host());
            }
        }
        List<DiscoveryNode> nodes = new ArrayList<>(found.size());
        found.forEach(address -> nodes.add(new SimpleDiscoveryNode(address)));
        return nodes;
    }

    @Override
    public void start() {}

    @Override
    public void destroy() {}

    @Override
    public Map<String, String> discoverLocalMetadata() {
        return Map.of();
    }
}
