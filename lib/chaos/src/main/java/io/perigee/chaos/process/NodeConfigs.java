package io.perigee.chaos.process;

import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.chaos.scenario.NetworkSetup;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the nodes' configuration. */
final class NodeConfigs {

    private static final String HOST = "127.0.0.1";

    /** Where regions are that have one of these names; others are where the equator meets the meridian of Greenwich. */
    private static final Map<String, double[]> PLACES = Map.of(
            "eu", new double[] {50.11, 8.68},
            "na", new double[] {39.04, -77.49},
            "ap", new double[] {35.69, 139.69},
            "sa", new double[] {-23.55, -46.63},
            "af", new double[] {-26.20, 28.05},
            "me", new double[] {25.20, 55.27});

    private final NetworkSetup setup;
    private final String network;
    private final Path keys;
    private final Path tokens;
    private final @Nullable JsonObject postgresql;
    private final List<Ports> controls;

    /**
     * Where a node listens.
     *
     * @param service the API of a control plane, what edges reach of a regional cache, what viewers reach of an edge
     * @param cluster of a control plane only, else 0
     */
    record Ports(String node, int service, int management, int cluster) {}

    /** @param controls of all control planes that there will be */
    NodeConfigs(
            NetworkSetup setup,
            String network,
            Path keys,
            Path tokens,
            @Nullable JsonObject postgresql,
            List<Ports> controls) {
        this.setup = setup;
        this.network = network;
        this.keys = keys;
        this.tokens = tokens;
        this.postgresql = postgresql;
        this.controls = List.copyOf(controls);
    }

    /** @param data where the node may write */
    JsonObject of(PlacedNode node, Ports ports, Path data) {
        JsonObject config = node.kind() == Kind.CONTROL ? control(ports) : member(node);
        JsonObject listener = new JsonObject().put("host", HOST).put("port", ports.service());
        switch (node.kind()) {
            case CONTROL -> config.put("api", listener);
            case REGIONAL ->
                config.put("listener", listener)
                        .put("internalUrl", "http://" + Addresses.nameOf(node.id()) + ":" + ports.service());
            case EDGE -> config.put("listeners", new JsonArray().add(listener));
        }
        if (node.kind() != Kind.CONTROL) {
            JsonObject disk = new JsonObject()
                    .put("path", data.resolve("cache").toString())
                    .put("size", "64MiB");
            config.put("cache", new JsonObject().put("memory", "16MiB").put("disk", disk))
                    .put("eventLoops", 1);
        }
        return config.put("management", new JsonObject().put("host", HOST).put("port", ports.management()))
                .put("data", data.resolve("data").toString())
                .put("drain", new JsonObject().put("readinessDelay", text(setup.drainDelay())));
    }

    private JsonObject control(Ports ports) {
        JsonArray members = new JsonArray();
        if (controls.size() > 1) {
            controls.forEach(each -> members.add(HOST + ":" + each.cluster()));
        }
        JsonObject config = new JsonObject()
                .put("id", ports.node())
                .put("router", new JsonObject().put("enabled", false))
                .put(
                        "cluster",
                        new JsonObject()
                                .put("name", network)
                                .put("bindAddress", HOST)
                                .put("port", ports.cluster())
                                .put("members", members)
                                .put("lease", text(setup.lease()))
                                .put("renewEvery", text(setup.renewEvery())))
                .put("keyFile", keys.toString())
                .put("tokens", new JsonObject().put("share", false).put("file", tokens.toString()));
        return postgresql == null ? config : config.put("postgresql", postgresql);
    }

    private JsonObject member(PlacedNode node) {
        double[] place = PLACES.getOrDefault(node.region(), new double[] {0, 0});
        JsonArray members = new JsonArray();
        JsonArray apis = new JsonArray();
        controls.forEach(each -> {
            members.add(Addresses.nameOf(each.node()) + ":" + each.cluster());
            apis.add("http://" + Addresses.nameOf(each.node()) + ":" + each.service());
        });
        return new JsonObject()
                .put(
                        "node",
                        new JsonObject()
                                .put("id", node.id())
                                .put("region", node.region())
                                .put("location", node.region().toUpperCase(Locale.ROOT) + "1")
                                .put("latitude", place[0])
                                .put("longitude", place[1]))
                .put(
                        "network",
                        new JsonObject()
                                .put("name", network)
                                .put("members", members)
                                .put("controlPlanes", apis)
                                .put("keyFile", keys.toString())
                                // By the names above only: what members announce leads past the relays.
                                .put("routing", "single-member")
                                .put("lease", text(setup.lease()))
                                .put("renewEvery", text(setup.renewEvery())));
    }

    /** The file that says to the node where the others are: each is behind a relay. */
    static String hosts(PlacedNode node, List<Link> links, Addresses addresses) {
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        links.stream()
                .filter(link -> link.from().equals(node.id()))
                .forEach(link -> hosts.append(addresses.relay(link).getHostAddress())
                        .append(' ')
                        .append(Addresses.nameOf(link.to()))
                        .append('\n'));
        return hosts.toString();
    }

    private static String text(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
