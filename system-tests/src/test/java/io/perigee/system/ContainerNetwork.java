package io.perigee.system;

import com.github.dockerjava.api.model.Network.Ipam;
import io.perigee.node.auth.NetworkKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/** Nodes in containers on a network of their own, who find each other by their names. Closing it removes all of them. */
final class ContainerNetwork implements AutoCloseable {

    /** The control plane's API token. */
    static final String TOKEN = "a-token-for-system-tests-only-0123456789abcdef";

    private static final int FIRST_ADDRESS = 10;

    private final String prefix;
    private final Network network;
    private final Map<String, NodeContainer> nodes = new LinkedHashMap<>();
    private final List<NodeContainer> notStarted = new ArrayList<>();
    private String control = "control";
    private int added;
    private final Path folder;
    private final Terms terms;
    private final String key = NetworkKeys.generate(new SecureRandom());

    /**
     * What all nodes agree on.
     *
     * @param lease how long a node serves from its cache without contact to the change log
     * @param renewEvery how often that is renewed
     * @param readinessDelay how long a node that ends is not ready before it takes no more connections
     */
    record Terms(String lease, String renewEvery, String readinessDelay) {
        static final Terms USUAL = new Terms("10s", "2s", "0s");
    }

    /** @param folder where the nodes' configurations are written */
    ContainerNetwork(Path folder, Terms terms) {
        this.folder = folder;
        this.terms = terms;
        // The engine gives fixed addresses only in a range that it was told: in one that it has just chosen itself.
        Network chosen = Network.newNetwork();
        Ipam.Config free = range(chosen);
        chosen.close();
        this.prefix = Objects.requireNonNull(free.getSubnet()).replaceAll("\\d+/\\d+$", "");
        this.network = Network.builder()
                .createNetworkCmdModifier(command -> command.withIpam(new Ipam()
                        .withConfig(
                                new Ipam.Config().withSubnet(free.getSubnet()).withGateway(gateway()))))
                .build();
        // Which makes it.
        network.getId();
    }

    private static Ipam.Config range(Network network) {
        return DockerClientFactory.lazyClient()
                .inspectNetworkCmd()
                .withNetworkId(network.getId())
                .exec()
                .getIpam()
                .getConfig()
                .getFirst();
    }

    NodeContainer control(String id) throws IOException {
        control = id;
        return add(Role.CONTROL, id, """
                id: %1$s
                api: {host: 0.0.0.0}
                router: {enabled: false}
                management: {host: 0.0.0.0, port: 9090}
                cluster: {name: containers, bindAddress: %2$s, members: ["%2$s:5701"], LEASE}
                data: /var/lib/perigee
                keyFile: network.key
                tokens: {file: api-token, share: false}
                """.replace(
                        "LEASE", "lease: " + terms.lease() + ", renewEvery: " + terms.renewEvery()));
    }

    NodeContainer origin(String id) throws IOException {
        return add(Role.ORIGIN, id, """
                name: %1$s
                website: {host: 0.0.0.0, port: 7500}
                api: {host: 0.0.0.0, port: 7501}
                management: {host: 0.0.0.0, port: 9090}
                data: /var/lib/perigee
                accessKeys:
                  - {id: PERIGEEEXAMPLE, secret: an-example-secret-change-it-please}
                buckets:
                  site: {website: {}}
                defaultWebsite: site
                networkOnly: true
                networkKeys: network.key
                """);
    }

    NodeContainer regional(String id, String region) throws IOException {
        return add(
                Role.REGIONAL,
                id,
                "listener: {host: 0.0.0.0, port: 7700}\ninternalUrl: http://%1$s:7700\n" + member(region));
    }

    NodeContainer edge(String id, String region) throws IOException {
        return add(Role.EDGE, id, "listeners:\n  - {host: 0.0.0.0, port: 8080}\n" + member(region));
    }

    /** Where nodes reach this machine. */
    String gateway() {
        return prefix + "1";
    }

    private String member(String region) {
        return """
                node: {id: %1$s, region: REGION, location: REGION-1, latitude: 50, longitude: 8}
                management: {host: 0.0.0.0, port: 9090}
                network:
                  name: containers
                  members: ["CONTROL:5701"]
                  controlPlanes: ["http://CONTROL:7400"]
                  keyFile: network.key
                  LEASE
                data: /var/lib/perigee
                cache: {memory: 64MiB}
                """.replace("REGION", region)
                .replace("CONTROL", control)
                .replace("LEASE", "lease: " + terms.lease() + "\n  renewEvery: " + terms.renewEvery());
    }

    private NodeContainer add(Role role, String id, String configuration) throws IOException {
        return addAs(
                role,
                id,
                configuration.formatted(id, nextAddress()) + "drain: {readinessDelay: " + terms.readinessDelay()
                        + "}\n");
    }

    private String nextAddress() {
        return prefix + (FIRST_ADDRESS + added);
    }

    /** A node of a configuration that is given as a whole. */
    NodeContainer addAs(Role role, String id, String configuration) throws IOException {
        Path own = Files.createDirectories(folder.resolve(id));
        Files.writeString(own.resolve("config.yaml"), configuration);
        Files.writeString(own.resolve("network.key"), key + "\n");
        Files.writeString(own.resolve("api-token"), TOKEN + "\n");
        // The node is another user than this one.
        for (Path file : List.of(own.resolve("config.yaml"), own.resolve("network.key"), own.resolve("api-token"))) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        NodeContainer node = new NodeContainer(role, id, network, nextAddress(), own);
        added++;
        nodes.put(id, node);
        notStarted.add(node);
        return node;
    }

    /** Starts all that have been added since the last time, at once; they are healthy on return. */
    ContainerNetwork start() {
        Startables.deepStart(notStarted).join();
        notStarted.clear();
        return this;
    }

    /** Removes a node for good. */
    void remove(String id) {
        Objects.requireNonNull(nodes.remove(id), id).stop();
    }

    NodeContainer node(String id) {
        return Objects.requireNonNull(nodes.get(id), id);
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeContainer::stop);
        network.close();
    }
}
