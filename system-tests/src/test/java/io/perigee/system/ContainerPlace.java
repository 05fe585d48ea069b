package io.perigee.system;

import io.perigee.chaos.place.Effect;
import io.perigee.chaos.place.Effect.Done;
import io.perigee.chaos.place.Effect.NotPossible;
import io.perigee.chaos.place.Effect.Undo;
import io.perigee.chaos.place.Harm;
import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.Link.Direction;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.system.Firewall.Connections;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network in containers, as a nemesis sees it: processes that end, stand still and come back, and packets that are lost. */
final class ContainerPlace implements Place {

    private final ContainerNetwork network;
    private final int originPort;
    private final List<PlacedNode> nodes = new CopyOnWriteArrayList<>();
    private final Answers answers = new Answers();

    /**
     * Starts nodes; they are ready on return.
     *
     * @param originPort where this machine's side of the network has the workload's origin
     */
    ContainerPlace(ContainerNetwork network, List<PlacedNode> nodes, int originPort) throws PlaceException {
        this.network = network;
        this.originPort = originPort;
        try {
            for (PlacedNode node : nodes) {
                add(node);
            }
            network.start();
            nodes.forEach(node -> awaitReady(node.id()));
        } catch (RuntimeException | PlaceException e) {
            close();
            throw e;
        }
    }

    private void add(PlacedNode node) throws PlaceException {
        try {
            switch (node.kind()) {
                case CONTROL -> network.control(node.id());
                case REGIONAL -> network.regional(node.id(), node.region());
                case EDGE -> network.edge(node.id(), node.region());
            }
        } catch (IOException e) {
            throw new PlaceException("cannot write the configuration of " + node.id(), e);
        }
        nodes.add(node);
    }

    private void awaitReady(String id) {
        URI ready = managementUrl(id).resolve("/readyz");
        Await.until(
                () -> id + " is ready: " + answers.get(ready),
                () -> answers.get(ready).status() == 200);
    }

    @Override
    public String description() {
        return "containers on this machine";
    }

    @Override
    public List<PlacedNode> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public List<Link> links() {
        if (Firewall.missing().isPresent()) {
            return List.of();
        }
        List<Link> links = new ArrayList<>();
        for (PlacedNode from : nodes) {
            if (from.kind() == Kind.CONTROL) {
                continue;
            }
            links.add(new Link(from.id(), Link.ORIGIN));
            for (PlacedNode to : nodes) {
                boolean serves = to.kind() == Kind.CONTROL
                        || (from.kind() == Kind.EDGE
                                && to.kind() == Kind.REGIONAL
                                && to.region().equals(from.region()));
                if (serves) {
                    links.add(new Link(from.id(), to.id()));
                }
            }
        }
        return links;
    }

    @Override
    public Effect inflict(Harm harm) throws PlaceException {
        return switch (harm) {
            case Harm.Kill(String node) -> {
                container(node).kill();
                yield new Done(() -> start(node));
            }
            case Harm.Stop(String node) -> {
                container(node).stopped();
                yield new Done(() -> start(node));
            }
            case Harm.Pause(String node) -> {
                container(node).pause();
                yield new Done(() -> container(node).resume());
            }
            case Harm.Cut(Link link, Set<Direction> directions) ->
                filtered(link, directions, (firewall, on, direction) -> firewall.drop(on, direction));
            case Harm.Loss(Link link, double share) ->
                filtered(
                        link,
                        EnumSet.allOf(Direction.class),
                        (firewall, on, direction) -> firewall.lose(on, direction, share));
            case Harm.Reset(Link link) ->
                filtered(link, EnumSet.of(Direction.THERE), (firewall, on, direction) -> firewall.reset(on));
            case Harm.Delay unused -> new NotPossible("not every kernel can delay packets (netem)");
            case Harm.FillDisk unused -> new NotPossible("containers share this machine's disk");
            case Harm.MoveClock unused -> new NotPossible("containers share this machine's clock");
        };
    }

    private interface Rule {
        List<List<String>> add(Firewall firewall, Connections on, Direction direction) throws PlaceException;
    }

    private Effect filtered(Link link, Set<Direction> directions, Rule rule) throws PlaceException {
        Optional<String> missing = Firewall.missing();
        if (missing.isPresent()) {
            return new NotPossible(missing.get());
        }
        Connections on = connections(link);
        long process = container(link.from()).process();
        if (process == 0) {
            return new NotPossible(link.from() + " does not run");
        }
        Firewall firewall = new Firewall(process);
        List<List<String>> rules = new ArrayList<>();
        for (Direction direction : directions) {
            rules.addAll(rule.add(firewall, on, direction));
        }
        Undo undo = () -> {
            // Rules end with the container's network; a node that was started again has none.
            if (container(link.from()).process() == process) {
                firewall.remove(rules);
            }
        };
        return new Done(undo);
    }

    private Connections connections(Link link) {
        if (link.to().equals(Link.ORIGIN)) {
            return new Connections(network.gateway(), List.of(originPort));
        }
        List<Integer> ports = node(link.to()).kind() == Kind.CONTROL ? List.of(7400, 5701) : Role.REGIONAL.ports();
        return new Connections(container(link.to()).address(), ports);
    }

    private PlacedNode node(String id) {
        return nodes.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    private NodeContainer container(String id) {
        return network.node(id);
    }

    private void start(String node) {
        container(node).startAgain();
        awaitReady(node);
    }

    @Override
    public void restart(String node) throws PlaceException {
        long exitCode = container(node).stopped();
        if (exitCode != 0) {
            throw new PlaceException(node + " had to cut requests when it stopped; its exit code was " + exitCode);
        }
        start(node);
    }

    @Override
    public PlacedNode addEdge(String region) throws PlaceException {
        long number = nodes.stream()
                        .filter(node ->
                                node.kind() == Kind.EDGE && node.region().equals(region))
                        .count()
                + 1;
        PlacedNode edge = new PlacedNode("edge-" + region + "-" + number, Kind.EDGE, region);
        add(edge);
        network.start();
        awaitReady(edge.id());
        return edge;
    }

    @Override
    public void removeEdge(String node) {
        container(node).stopped();
        nodes.removeIf(each -> each.id().equals(node));
        network.remove(node);
    }

    @Override
    public URI viewerUrl(String edge) {
        return container(edge).url(8080);
    }

    @Override
    public URI apiUrl(String control) {
        return container(control).url(7400);
    }

    @Override
    public URI managementUrl(String node) {
        return container(node).url(Role.MANAGEMENT);
    }

    @Override
    public String apiToken() {
        return ContainerNetwork.TOKEN;
    }

    @Override
    public Authority origin() {
        return new Authority(network.gateway(), originPort);
    }

    @Override
    public void close() {
        network.close();
        answers.close();
    }
}
