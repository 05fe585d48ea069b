package io.perigee.chaos.process;

import io.perigee.chaos.place.Effect;
import io.perigee.chaos.place.Harm;
import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.chaos.process.NodeConfigs.Ports;
import io.perigee.chaos.relay.Relay;
import io.perigee.chaos.scenario.NetworkSetup;
import io.perigee.node.auth.NetworkKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A network of processes on this machine: {@code perigee control|regional|edge}, as users run them. Every link between two of
 * them, and to the origin, is a {@link Relay}; see {@link Addresses} for how it gets in between.
 */
public final class ProcessPlace implements Place {

    private final NetworkSetup setup;
    private final NodeProgram program;
    private final Path folder;
    private final long seed;
    private final int originPort;
    private final Addresses addresses;
    private final Equipment equipment;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Map<String, Running> nodes = new LinkedHashMap<>();
    private final Map<Link, List<Relay>> relays = new ConcurrentHashMap<>();
    private final NodeConfigs configs;
    private final String token;
    private boolean closed;

    private record Running(PlacedNode node, Ports ports, NodeProcess process) {}

    private ProcessPlace(
            NetworkSetup setup, NodeProgram program, Path folder, int originPort, Equipment equipment, long seed)
            throws IOException {
        this.setup = setup;
        this.program = program;
        this.folder = folder;
        this.seed = seed;
        this.originPort = originPort;
        this.equipment = equipment;
        this.addresses = new Addresses(new Random());
        SecureRandom random = new SecureRandom();
        Path keys = Files.writeString(folder.resolve("network.keys"), NetworkKeys.generate(random) + "\n");
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Path tokens = Files.writeString(folder.resolve("api-token"), token + "\n");
        List<Ports> controls = setup.nodes().stream()
                .filter(node -> node.kind() == Kind.CONTROL)
                .map(node -> ports(node))
                .toList();
        this.configs = new NodeConfigs(
                setup,
                "chaos-" + Long.toHexString(random.nextLong()),
                keys,
                tokens,
                equipment.postgresql().orElse(null),
                controls);
        for (PlacedNode node : setup.nodes()) {
            add(
                    node,
                    controls.stream()
                            .filter(each -> each.node().equals(node.id()))
                            .findFirst()
                            .orElseGet(() -> ports(node)));
        }
    }

    /**
     * Starts all of it, and waits until it is ready.
     *
     * @param folder empty; for configurations, data and logs
     * @param originPort of this machine's loopback, where the workload's origin is
     * @param equipment what nodes get so that some harms are possible; closed with the place
     * @param started told of each node when it is ready
     */
    public static ProcessPlace start(
            NetworkSetup setup,
            NodeProgram program,
            Path folder,
            int originPort,
            Equipment equipment,
            long seed,
            Consumer<PlacedNode> started)
            throws PlaceException, InterruptedException {
        ProcessPlace place;
        try {
            place = new ProcessPlace(setup, program, folder, originPort, equipment, seed);
        } catch (IOException e) {
            equipment.close();
            throw new PlaceException("a network cannot be set up in " + folder + ": " + e.getMessage(), e);
        }
        try {
            place.startAll(started);
            return place;
        } catch (PlaceException | InterruptedException | RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private void startAll(Consumer<PlacedNode> started) throws PlaceException, InterruptedException {
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = new ArrayList<>();
            for (Running each : running()) {
                starts.add(together.submit(() -> {
                    each.process().start();
                    started.accept(each.node());
                    return null;
                }));
            }
            try {
                for (Future<?> start : starts) {
                    start.get();
                }
            } catch (ExecutionException e) {
                together.shutdownNow();
                throw e.getCause() instanceof PlaceException known
                        ? known
                        : new PlaceException("the network did not start", e.getCause());
            } catch (InterruptedException e) {
                together.shutdownNow();
                throw e;
            }
        }
    }

    private Ports ports(PlacedNode node) {
        return new Ports(
                node.id(), addresses.port(), addresses.port(), node.kind() == Kind.CONTROL ? addresses.port() : 0);
    }

    /** Makes all that a node needs, and does not start it. */
    private Running add(PlacedNode node, Ports ports) throws IOException {
        List<Link> links = linksOf(node);
        for (Link link : links) {
            List<Relay> both = new ArrayList<>();
            for (int port : portsOf(link.to())) {
                both.add(new Relay(
                        new InetSocketAddress(addresses.relay(link), port),
                        new InetSocketAddress(Addresses.loopback(), port),
                        seed ^ link.hashCode()));
            }
            relays.put(link, both);
        }
        Path own = Files.createDirectories(folder.resolve(node.id()));
        Path hosts = Files.writeString(own.resolve("hosts"), NodeConfigs.hosts(node, links, addresses));
        Path config = Files.writeString(
                own.resolve("config.json"),
                configs.of(node, ports, equipment.writable(node, own)).encodePrettily());
        List<String> command = program.command(
                // Names are looked up in that file, which only the JVM's own resolver does.
                List.of("-Djdk.net.hosts.file=" + hosts, "-Dvertx.disableDnsResolver=true"),
                List.of(NodeProcess.commandOf(node.kind()), "--config", config.toString()));
        NodeProcess process =
                new NodeProcess(node, command, equipment.environment(node), own, url(ports.management()), client);
        Running added = new Running(node, ports, process);
        synchronized (nodes) {
            nodes.put(node.id(), added);
        }
        return added;
    }

    /** Edges and regional caches reach the control planes and the origin, edges their region's caches as well. */
    private List<Link> linksOf(PlacedNode node) {
        List<Link> links = new ArrayList<>();
        if (node.kind() == Kind.CONTROL) {
            return links;
        }
        links.add(new Link(node.id(), Link.ORIGIN));
        for (PlacedNode other : setup.nodes()) {
            boolean reached = other.kind() == Kind.CONTROL
                    || (node.kind() == Kind.EDGE
                            && other.kind() == Kind.REGIONAL
                            && other.region().equals(node.region()));
            if (reached) {
                links.add(new Link(node.id(), other.id()));
            }
        }
        return links;
    }

    private List<Integer> portsOf(String to) {
        if (to.equals(Link.ORIGIN)) {
            return List.of(originPort);
        }
        Ports ports = node(to).ports();
        return ports.cluster() == 0 ? List.of(ports.service()) : List.of(ports.service(), ports.cluster());
    }

    @Override
    public String description() {
        return "processes on this machine";
    }

    private List<Running> running() {
        synchronized (nodes) {
            return List.copyOf(nodes.values());
        }
    }

    private Running node(String id) {
        synchronized (nodes) {
            Running node = nodes.get(id);
            if (node == null) {
                throw new IllegalArgumentException("there is no node " + id);
            }
            return node;
        }
    }

    @Override
    public List<PlacedNode> nodes() {
        return running().stream().map(Running::node).toList();
    }

    @Override
    public List<Link> links() {
        return List.copyOf(relays.keySet());
    }

    @Override
    public Effect inflict(Harm harm) throws PlaceException, InterruptedException {
        return switch (harm) {
            case Harm.Kill(String id) -> {
                NodeProcess process = node(id).process();
                process.kill();
                yield new Effect.Done(process::start);
            }
            case Harm.Pause(String id) -> {
                NodeProcess process = node(id).process();
                process.pause();
                yield new Effect.Done(process::resume);
            }
            case Harm.Stop(String id) -> {
                NodeProcess process = node(id).process();
                process.stop();
                yield new Effect.Done(process::start);
            }
            case Harm.Cut(Link link, var directions) -> harm(link, relay -> relay.stall(directions));
            case Harm.Reset(Link link) -> harm(link, Relay::reset);
            case Harm.Delay(Link link, Duration by) -> harm(link, relay -> relay.delay(by));
            case Harm.Loss(Link link, double share) -> harm(link, relay -> relay.lose(share));
            case Harm.FillDisk(String id) -> equipment.fillDisk(node(id).node());
            case Harm.MoveClock(String id, Duration by) -> equipment.moveClock(node(id).node(), by);
        };
    }

    private Effect harm(Link link, Consumer<Relay> harm) {
        List<Relay> both = relays.get(link);
        if (both == null) {
            return new Effect.NotPossible("nothing connects " + link);
        }
        both.forEach(harm);
        return new Effect.Done(() -> both.forEach(Relay::heal));
    }

    @Override
    public void restart(String id) throws PlaceException, InterruptedException {
        NodeProcess process = node(id).process();
        process.stop();
        process.start();
    }

    @Override
    public PlacedNode addEdge(String region) throws PlaceException, InterruptedException {
        Running added;
        synchronized (nodes) {
            int number = 1;
            while (nodes.containsKey(NetworkSetup.edge(region, number).id())) {
                number++;
            }
            PlacedNode edge = NetworkSetup.edge(region, number);
            try {
                added = add(edge, ports(edge));
            } catch (IOException e) {
                throw new PlaceException(edge.id() + " cannot be added: " + e.getMessage(), e);
            }
        }
        added.process().start();
        return added.node();
    }

    @Override
    public void removeEdge(String id) throws PlaceException, InterruptedException {
        Running edge = node(id);
        edge.process().stop();
        synchronized (nodes) {
            nodes.remove(id);
        }
        relays.entrySet().removeIf(each -> {
            boolean gone = each.getKey().from().equals(id);
            if (gone) {
                each.getValue().forEach(Relay::close);
            }
            return gone;
        });
    }

    @Override
    public URI viewerUrl(String edge) {
        return url(node(edge).ports().service());
    }

    @Override
    public URI apiUrl(String control) {
        return url(node(control).ports().service());
    }

    @Override
    public URI managementUrl(String node) {
        return url(node(node).ports().management());
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String apiToken() {
        return token;
    }

    @Override
    public Authority origin() {
        return new Authority(Addresses.nameOf(Link.ORIGIN), originPort);
    }

    @Override
    public void close() {
        synchronized (nodes) {
            if (closed) {
                return;
            }
            closed = true;
            nodes.values().forEach(each -> each.process().kill());
        }
        relays.values().forEach(both -> both.forEach(Relay::close));
        equipment.close();
        client.close();
    }
}
