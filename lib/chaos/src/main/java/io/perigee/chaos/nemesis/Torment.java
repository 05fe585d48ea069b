package io.perigee.chaos.nemesis;

import io.perigee.chaos.place.Effect;
import io.perigee.chaos.place.Effect.Undo;
import io.perigee.chaos.place.Harm;
import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import io.perigee.chaos.relay.Relay;
import io.perigee.chaos.scenario.FaultKind;
import io.perigee.chaos.scenario.FaultSetup;
import io.perigee.chaos.scenario.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** One fault, aimed at what a place has at the moment. */
final class Torment {

    private static final String ORIGIN = "the origin";

    private final FaultSetup fault;
    private final Place place;
    private final Relay origin;
    private final List<String> nodes;
    private final List<String> to;
    private final List<Link> links;

    /** What came of its beginning. */
    sealed interface Outcome {

        /** It has happened. */
        record Begun(Undo end) implements Outcome {}

        /** It has not. */
        record NotPossible(String why) implements Outcome {}
    }

    private Torment(
            FaultSetup fault, Place place, Relay origin, List<String> nodes, List<String> to, List<Link> links) {
        this.fault = fault;
        this.place = place;
        this.origin = origin;
        this.nodes = nodes;
        this.to = to;
        this.links = links;
    }

    static Torment of(FaultSetup fault, Place place, Relay origin, Random random) {
        List<PlacedNode> all = place.nodes();
        if (fault.fault().needs() != FaultKind.Needs.LINKS) {
            return new Torment(
                    fault,
                    place,
                    origin,
                    List.copyOf(Selector.select(fault.nodes(), all, random)),
                    List.of(),
                    List.of());
        }
        Set<String> from = Selector.select(fault.from(), all, random);
        Set<String> to = Selector.select(fault.to(), all, random);
        List<Link> links = place.links().stream()
                .filter(link -> from.contains(link.from()) && to.contains(link.to()))
                .toList();
        return new Torment(
                fault,
                place,
                origin,
                links.stream().map(Link::from).distinct().sorted().toList(),
                links.stream().map(Link::to).distinct().sorted().toList(),
                links);
    }

    /** The nodes that it happens to; of links, who connects. */
    List<String> nodes() {
        return nodes;
    }

    List<String> to() {
        return to;
    }

    /** What must not be under another fault meanwhile. */
    Set<String> victims() {
        Set<String> victims = new LinkedHashSet<>();
        switch (fault.fault().needs()) {
            case NODES -> victims.addAll(nodes);
            case LINKS -> links.forEach(link -> victims.add(link.toString()));
            case EDGES -> victims.add("the number of edges");
            case NOTHING -> victims.add(ORIGIN);
        }
        return victims;
    }

    /** In a line, for the progress. */
    String description() {
        String what = fault.fault().text();
        return switch (fault.fault().needs()) {
            case NODES -> what + " " + String.join(", ", nodes);
            case LINKS -> what + " " + String.join(", ", nodes) + " -> " + String.join(", ", to);
            case EDGES -> what + " to " + fault.edges() + " edges";
            case NOTHING -> what;
        };
    }

    Outcome begin() throws PlaceException, InterruptedException {
        Duration by = fault.by();
        return switch (fault.fault()) {
            case KILL -> inflict(each(Harm.Kill::new));
            case PAUSE -> inflict(each(Harm.Pause::new));
            case STOP -> inflict(each(Harm.Stop::new));
            case FULL_DISK -> inflict(each(Harm.FillDisk::new));
            case CLOCK_FORWARDS -> inflict(each(node -> new Harm.MoveClock(node, by)));
            case CLOCK_BACKWARDS -> inflict(each(node -> new Harm.MoveClock(node, by.negated())));
            case CUT ->
                inflict(eachLink(link -> new Harm.Cut(link, fault.direction().directions())));
            case RESET -> inflict(eachLink(Harm.Reset::new));
            case DELAY -> inflict(eachLink(link -> new Harm.Delay(link, by)));
            case LOSS -> inflict(eachLink(link -> new Harm.Loss(link, fault.share())));
            case ROLLING_RESTART -> rollingRestart();
            case SCALE -> scale();
            case ORIGIN_DOWN -> origin(Relay::reset);
            case ORIGIN_SLOW -> origin(relay -> relay.delay(by));
            case ORIGIN_RESET -> origin(Relay::breakOffAnswers);
            case ORIGIN_GARBAGE -> origin(Relay::garbleAnswers);
        };
    }

    private List<Harm> each(Function<String, Harm> harm) {
        return nodes.stream().map(harm).toList();
    }

    private List<Harm> eachLink(Function<Link, Harm> harm) {
        return links.stream().map(harm).toList();
    }

    private Outcome origin(Consumer<Relay> harm) {
        harm.accept(origin);
        return new Outcome.Begun(origin::heal);
    }

    private Outcome rollingRestart() throws PlaceException, InterruptedException {
        for (String node : nodes) {
            // Another fault may have scaled it away meanwhile.
            if (isThere(node)) {
                place.restart(node);
            }
        }
        return new Outcome.Begun(() -> {});
    }

    private boolean isThere(String node) {
        return place.nodes().stream().anyMatch(placed -> placed.id().equals(node));
    }

    private Outcome scale() throws PlaceException, InterruptedException {
        List<String> regions = place.nodes().stream()
                .filter(node -> node.kind() == Kind.EDGE)
                .map(PlacedNode::region)
                .distinct()
                .toList();
        List<String> added = Collections.synchronizedList(new ArrayList<>());
        long there =
                place.nodes().stream().filter(node -> node.kind() == Kind.EDGE).count();
        for (int i = 0; there + i < fault.edges(); i++) {
            added.add(place.addEdge(regions.get(i % regions.size())).id());
        }
        return new Outcome.Begun(() -> {
            for (String edge : added) {
                place.removeEdge(edge);
            }
        });
    }

    /** All at once. What one of them cannot do, none is left with. */
    private Outcome inflict(List<Harm> harms) throws PlaceException, InterruptedException {
        if (harms.isEmpty()) {
            return new Outcome.NotPossible("there is nothing here that it could happen to");
        }
        List<Undo> undos = new ArrayList<>();
        String impossible = "";
        for (Effect effect : together(harms, place::inflict)) {
            switch (effect) {
                case Effect.Done(Undo undo) -> undos.add(undo);
                case Effect.NotPossible(String why) -> impossible = why;
            }
        }
        Undo all = () -> together(undos, undo -> {
            undo.run();
            return undo;
        });
        if (!impossible.isEmpty()) {
            all.run();
            return new Outcome.NotPossible(impossible);
        }
        return new Outcome.Begun(all);
    }

    /** What may take a while, and be refused. */
    private interface Step<T, R> {
        R take(T subject) throws PlaceException, InterruptedException;
    }

    private static <T, R> List<R> together(List<T> subjects, Step<T, R> step)
            throws PlaceException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> steps = new ArrayList<>();
            subjects.forEach(subject -> steps.add(threads.submit(() -> step.take(subject))));
            List<R> results = new ArrayList<>();
            for (Future<R> each : steps) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PlaceException known
                    ? known
                    : new PlaceException("a fault went wrong: " + e.getCause(), e.getCause());
        }
    }
}
