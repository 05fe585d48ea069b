package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.NodeProcess.Kind;
import io.perigee.node.auth.NetworkKeys;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A network of processes: a control plane, and one region of two regional caches and two edges.
 *
 * <pre>
 * edge ─► entry relay ─► regional cache ─► origin
 *   └──── two relays of its own ──┴───────► control plane (its API; its member of the cluster)
 * </pre>
 *
 * <p>Nodes reach each other by relays only, so that each path can be made to fail by itself, and a node that starts again
 * on other ports is found where it was.
 */
final class NemesisNetwork implements AutoCloseable {

    static final Set<String> EDGES = Set.of("edge-1", "edge-2");
    static final Set<String> REGIONALS = Set.of("regional-1", "regional-2");
    static final String CONTROL = "control-1";

    /** As short as is allowed, give or take: then much happens within a minute. */
    static final Duration LEASE = Duration.ofMillis(1_500);

    private static final Duration RENEW_EVERY = Duration.ofMillis(300);

    private final Vertx vertx;
    private final Path folder;
    private final Path keys;
    private final String name = "nemesis-" + UUID.randomUUID();
    private final Map<String, NetworkNode> nodes = new LinkedHashMap<>();
    private final Map<String, Relay> entries = new LinkedHashMap<>();
    private final Map<String, ControlPath> controlPaths = new LinkedHashMap<>();

    /** How one node reaches the control plane. */
    record ControlPath(Relay api, Relay member) {
        List<Relay> relays() {
            return List.of(api, member);
        }
    }

    private NemesisNetwork(Vertx vertx, Path folder) throws IOException {
        this.vertx = vertx;
        this.folder = folder;
        this.keys = folder.resolve("network.keys");
        Files.writeString(keys, NetworkKeys.generate(new SecureRandom()) + "\n");
    }

    /** Starts all of it. Blocks. */
    static NemesisNetwork start(Vertx vertx, Path folder) throws Exception {
        NemesisNetwork network = new NemesisNetwork(vertx, folder);
        network.add(
                CONTROL,
                Kind.CONTROL,
                network.control(),
                ports -> network.controlPaths.values().forEach(path -> {
                    path.api().leadTo(ports.get(0));
                    path.member().leadTo(ports.get(1));
                }));
        for (String id : REGIONALS) {
            Relay entry = new Relay(vertx);
            network.entries.put(id, entry);
            JsonObject config = network.member(id)
                    .put("internalUrl", "http://" + entry.address())
                    .put("listener", new JsonObject().put("port", 0));
            network.add(id, Kind.REGIONAL, config, ports -> entry.leadTo(ports.getFirst()));
        }
        for (String id : EDGES) {
            JsonObject config =
                    network.member(id).put("listeners", new JsonArray().add(new JsonObject().put("port", 0)));
            network.add(id, Kind.EDGE, config, ports -> {});
        }
        try {
            network.start(network.nodes.keySet());
        } catch (ExecutionException | RuntimeException e) {
            network.close();
            throw e;
        }
        return network;
    }

    /** Starts these together, and waits until they listen. */
    void start(Collection<String> ids) throws ExecutionException, InterruptedException {
        try (ExecutorService together = Executors.newCachedThreadPool()) {
            List<Future<?>> starts = new ArrayList<>();
            ids.forEach(id -> starts.add(together.submit(node(id)::start)));
            for (Future<?> start : starts) {
                start.get();
            }
        }
    }

    private void add(String id, Kind kind, JsonObject config, NetworkNode.Listening listening) {
        nodes.put(id, new NetworkNode(kind, folder.resolve(id), config, listening));
    }

    private JsonObject control() {
        return new JsonObject()
                .put("id", CONTROL)
                .put("api", new JsonObject().put("port", 0))
                .put("router", new JsonObject().put("enabled", false))
                .put(
                        "cluster",
                        new JsonObject()
                                .put("name", name)
                                .put("port", 0)
                                .put("lease", LEASE.toMillis() + "ms")
                                .put("renewEvery", RENEW_EVERY.toMillis() + "ms"))
                .put("data", folder.resolve(CONTROL).resolve("data").toString())
                .put("keyFile", keys.toString())
                .put("tokens", new JsonObject().put("share", false));
    }

    private JsonObject member(String id) {
        ControlPath path = new ControlPath(new Relay(vertx), new Relay(vertx));
        controlPaths.put(id, path);
        JsonObject disk =
                new JsonObject().put("path", folder + "/" + id + "/cache").put("size", "64MiB");
        return new JsonObject()
                .put(
                        "node",
                        new JsonObject()
                                .put("id", id)
                                .put("region", "eu")
                                .put("location", "TST1")
                                .put("latitude", 50.1)
                                .put("longitude", 8.7))
                .put(
                        "network",
                        new JsonObject()
                                .put("name", name)
                                .put(
                                        "members",
                                        new JsonArray().add(path.member().address()))
                                .put(
                                        "controlPlanes",
                                        new JsonArray()
                                                .add("http://" + path.api().address()))
                                .put("keyFile", keys.toString())
                                .put("routing", "single-member")
                                .put("lease", LEASE.toMillis() + "ms")
                                .put("renewEvery", RENEW_EVERY.toMillis() + "ms"))
                .put("data", folder.resolve(id).resolve("data").toString())
                .put("cache", new JsonObject().put("memory", "16MiB").put("disk", disk))
                .put("eventLoops", 1);
    }

    private Path disk(String id) {
        return folder.resolve(id).resolve("cache");
    }

    /** Of what that node has cached. */
    long bytesOnDisk(String id) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(disk(id))) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** The edges and the regional caches: who holds leases. */
    List<String> members() {
        return Stream.of(EDGES, REGIONALS).flatMap(Set::stream).sorted().toList();
    }

    NetworkNode node(String id) {
        return nodes.get(id);
    }

    ControlPath controlPath(String node) {
        return controlPaths.get(node);
    }

    /** By which edges reach a regional cache. */
    Relay entry(String regional) {
        return entries.get(regional);
    }

    /** Where viewers reach an edge, as of its last start. */
    int edgePort(String edge) {
        return nodes.get(edge).ports().getFirst();
    }

    /** The control plane's API, for operators: no relay is in between. */
    int apiPort() {
        return nodes.get(CONTROL).ports().getFirst();
    }

    String apiToken() throws IOException {
        return Files.readAllLines(folder.resolve(CONTROL).resolve("data/api-token"))
                .getFirst();
    }

    @Override
    public void close() {
        nodes.values().forEach(NetworkNode::kill);
    }
}
