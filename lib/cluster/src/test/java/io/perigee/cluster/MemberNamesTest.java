package io.perigee.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.discovery.DiscoveryNode;
import io.perigee.cluster.ClientSettings.Routing;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods are addresses of loopback here, and the cluster's name service a map. */
@Timeout(180)
class MemberNamesTest {

    private static final String SERVICE = "control-cluster.perigee.svc";

    private final String cluster = "test-" + UUID.randomUUID();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final Deque<HazelcastInstance> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() {
        opened.forEach(HazelcastInstance::shutdown);
    }

    @Test
    void everyAddressOfANameIsAMemberAndANameWithoutAddressIsNone() {
        names.put(SERVICE, List.of("10.0.0.1", "10.0.0.2"));
        MemberNames found = new MemberNames(
                List.of(SERVICE + ":5701", "gone.perigee.svc:5701", "10.0.0.2:5701", "[::1]:5702"), this::resolve);

        assertThat(addresses(found)).containsExactly("10.0.0.1:5701", "10.0.0.2:5701", "0:0:0:0:0:0:0:1:5702");

        names.put(SERVICE, List.of("10.0.0.3"));
        assertThat(addresses(found)).containsExactly("10.0.0.3:5701", "10.0.0.2:5701", "0:0:0:0:0:0:0:1:5702");
    }

    @Test
    void membersOfOneServiceNameFindEachOtherAndAClientFollowsThemToOtherAddresses() throws IOException {
        int port = freePort();
        names.put(SERVICE, List.of("127.0.0.2", "127.0.0.3"));
        HazelcastInstance first = member("127.0.0.2", port);
        HazelcastInstance second = member("127.0.0.3", port);
        assertThat(second.getCluster().getMembers()).hasSize(2);

        // The first address is that of a pod which is not there.
        names.put(SERVICE, List.of("127.0.0.9", "127.0.0.2", "127.0.0.3"));
        ClientSettings settings =
                new ClientSettings(cluster, List.of(SERVICE + ":" + port), Routing.ALL_MEMBERS, TestNode.TERMS);
        HazelcastInstance client =
                HazelcastClient.newHazelcastClient(HazelcastConfigs.client(settings, "edge-1", this::resolve));
        opened.push(client);
        Await.until("both members", () -> client.getCluster().getMembers().size() == 2);

        first.shutdown();
        second.shutdown();
        names.put(SERVICE, List.of("127.0.0.4"));
        HazelcastInstance moved = member("127.0.0.4", port);
        UUID there = moved.getCluster().getLocalMember().getUuid();
        Await.until(
                "the member that has moved",
                () -> client.getCluster().getMembers().stream()
                        .anyMatch(member -> member.getUuid().equals(there)));
        client.shutdown();
    }

    private HazelcastInstance member(String address, int port) {
        ControlSettings settings = new ControlSettings(
                cluster, address, port, List.of(SERVICE + ":" + port), "log-a", true, TestNode.TERMS);
        Config config = HazelcastConfigs.member(settings, this::resolve);
        // Loopback is one interface with one address, though all of 127.0.0.0/8 can be listened on.
        config.getNetworkConfig().getInterfaces().setEnabled(false);
        config.setProperty("hazelcast.local.localAddress", address);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        opened.push(member);
        return member;
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        List<String> addresses = names.get(host);
        if (addresses == null && host.endsWith(".svc")) {
            throw new UnknownHostException(host);
        }
        List<String> literals = addresses == null ? List.of(host) : addresses;
        InetAddress[] found = new InetAddress[literals.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(literals.get(i));
        }
        return found;
    }

    private static List<String> addresses(MemberNames names) {
        return StreamSupport.stream(names.discoverNodes().spliterator(), false)
                .map(DiscoveryNode::getPrivateAddress)
                .map(MemberNamesTest::shown)
                .toList();
    }

    private static String shown(Address address) {
        return address.getHost() + ":" + address.getPort();
    }

    /** Free on all of loopback when it was asked for; members of one service share their port. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
