package io.perigee.cluster.promise;

import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a small network in virtual time, in an order that the seed decides, with everything going wrong that may.
 * After every event it is checked that each node that would serve from cache has applied all that was completed.
 */
final class PromiseSimulation {

    /** The thinnest margin that the terms allow. */
    static final LeaseTerms TERMS =
            new LeaseTerms(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMillis(500));

    /** A node would have served something that was completed away. */
    static final class PromiseBroken extends AssertionError {
        PromiseBroken(String message) {
            super(message);
        }
    }

    /** What is broken on purpose, to see that the simulation notices. */
    enum Fault {
        NONE,
        /** A control plane that starts takes for granted that no leases are out. */
        NO_WAIT_AT_START,
        /** The control plane waits for less than a lease. */
        TOO_SHORT_A_WAIT,
        /** A control plane takes for granted that all the others share its memory. */
        APART_UNNOTICED,
        /** A control plane says that it asked the database although it is away. */
        HEADS_UNCHECKED
    }

    private static final long TROUBLE = Times.seconds(90);
    private static final long QUIET = Times.seconds(60);

    private final long seed;
    private final Fault fault;
    private final World world;
    private final Store store = new Store();
    private final List<SimulatedNode> running = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedControl> controls = new ArrayList<>();
    private int incarnations;
    private int names;
    private long completed;
    private long servingChecks;

    PromiseSimulation(long seed, Fault fault) {
        this.seed = seed;
        this.fault = fault;
        this.world = new World(seed, this::check);
    }

    /** Runs it; returns how often a node that would serve from cache was checked. */
    long run() {
        Memory memory = new Memory();
        for (int i = 0; i < 1 + world.random.nextInt(2); i++) {
            controls.add(startControl(memory, true));
        }
        int size = 1 + world.random.nextInt(4);
        for (int i = 0; i < size; i++) {
            nodes.add(startNode("node" + i, LogPosition.NONE));
        }
        world.at(0, this::disturb);
        world.at(0, this::change);
        world.runUntil(TROUBLE);
        world.calmDown();
        nodes.forEach(node -> node.cutOff(false));
        controls.forEach(control -> control.loseDatabase(false));
        merge();
        controls.forEach(control -> control.publish(store.database.size(), () -> {}));
        world.runUntil(TROUBLE + QUIET);
        checkThatItRecovered();
        return servingChecks;
    }

    private SimulatedNode startNode(String name, LogPosition start) {
        SimulatedNode node = new SimulatedNode(world, store, somePart(), name, ++incarnations, start, TERMS);
        running.add(node);
        return node;
    }

    private SimulatedControl startControl(Memory memory, boolean newLog) {
        LeaseTerms terms = fault == Fault.TOO_SHORT_A_WAIT
                ? new LeaseTerms(Duration.ofMillis(7_500), Duration.ofSeconds(2), Duration.ofMillis(500))
                : TERMS;
        return new SimulatedControl(
                world,
                store,
                memory,
                newName(),
                terms,
                fault,
                newLog || fault == Fault.NO_WAIT_AT_START,
                now -> completed = Math.max(completed, now));
    }

    private String newName() {
        names++;
        return "control" + names;
    }

    private Memory somePart() {
        return controls.get(world.random.nextInt(controls.size())).memory();
    }

    /** One control plane goes on alone with what it remembers, and with those nodes that are connected to it. */
    private void split(SimulatedControl control) {
        Memory part = control.memory().copy();
        control.splitOff(part);
        nodes.forEach(node -> {
            if (world.chance(0.5)) {
                node.connect(part);
            }
        });
        reconnect();
    }

    private void merge() {
        Memory into = controls.getFirst().memory();
        controls.stream()
                .filter(control -> control.memory() != into)
                .forEach(control -> control.merge(into, newName()));
        reconnect();
    }

    /** Nodes whose part of the cluster is gone find another one. */
    private void reconnect() {
        nodes.stream().filter(node -> node.memory().gone()).forEach(node -> node.connect(somePart()));
    }

    private void change() {
        if (world.now() > TROUBLE) {
            return;
        }
        LogEntry entry = store.database.get((int) store.commit() - 1);
        for (SimulatedControl control : controls) {
            // Any control plane may publish, more than one may, and none may if it dies first.
            if (world.chance(0.8)) {
                control.publish(entry.sequence(), () -> nodes.forEach(node -> node.send(entry)));
            }
        }
        world.at(world.now() + world.between(0, Times.seconds(4)), this::change);
    }

    private void disturb() {
        if (world.now() > TROUBLE) {
            return;
        }
        int i = world.random.nextInt(nodes.size());
        SimulatedNode node = nodes.get(i);
        int c = world.random.nextInt(controls.size());
        switch (world.random.nextInt(14)) {
            case 0, 1 -> node.standStill(world.between(0, Times.seconds(25)));
            case 2, 3 -> node.cutOff(true);
            case 4, 5 -> node.cutOff(false);
            case 6 -> restart(i, world.chance(0.5));
            case 7 -> controls.get(c).standStill(world.between(0, Times.seconds(25)));
            case 8 -> {
                // The last member's death loses what a part of the cluster remembers.
                controls.get(c).kill();
                Memory survivors = somePart();
                controls.set(c, startControl(survivors.gone() ? new Memory() : survivors, false));
                reconnect();
            }
            case 9 -> {
                controls.forEach(SimulatedControl::kill);
                if (fault == Fault.NO_WAIT_AT_START) {
                    // What the dead have noted would make the next one wait all the same.
                    store.notes.clear();
                }
                Memory memory = new Memory();
                controls.replaceAll(control -> startControl(memory, false));
                reconnect();
            }
            case 10 -> split(controls.get(c));
            case 11 -> merge();
            case 12 -> controls.get(c).loseDatabase(true);
            default -> controls.get(c).loseDatabase(false);
        }
        world.at(world.now() + world.between(0, Times.seconds(6)), this::disturb);
    }

    private void restart(int i, boolean cleanly) {
        SimulatedNode old = nodes.get(i);
        if (cleanly) {
            old.closeCleanly();
        } else {
            old.kill();
        }
        nodes.set(i, startNode("node" + i, world.chance(0.5) ? old.onDisk() : LogPosition.NONE));
    }

    private void check() {
        running.removeIf(SimulatedNode::dead);
        for (SimulatedNode node : running) {
            if (node.servesFromCache()) {
                servingChecks++;
                if (node.lease.applied() > node.seen()) {
                    throw broken("a node reports " + node.lease.applied() + " with threads at " + node.seen());
                }
                if (node.seen() < completed) {
                    throw new PromiseBroken(
                            at("a node serves from cache at " + node.seen() + " after " + completed + " completed"));
                }
            }
        }
    }

    private void checkThatItRecovered() {
        if (completed != store.database.size()) {
            throw broken("completed " + completed + " of " + store.database.size());
        }
        for (SimulatedNode node : nodes) {
            if (!node.servesFromCache() || node.seen() != store.database.size()) {
                throw broken("a node stays at " + node.seen() + ", kept " + node.servesFromCache());
            }
        }
    }

    private AssertionError broken(String what) {
        return new AssertionError(at(what));
    }

    private String at(String what) {
        return "seed " + seed + " at " + world.now() / 1_000_000 + " ms: " + what;
    }
}
