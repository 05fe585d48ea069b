package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.RecordedRun.Outage;
import io.perigee.demo.nemesis.Relay.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes parts of the network fail, each at times of its own, for shorter and for longer than a lease. Which fault comes
 * after which, and for how long, depends on the seed alone.
 */
final class Nemesis {

    private static final long SHORTEST_MILLIS = 100;
    private static final long AFTERWARDS_MILLIS = 800;
    private static final Duration LONGEST = NemesisNetwork.LEASE.multipliedBy(4);

    /** A part of the network that can fail in some ways, one at a time. */
    private record Victim(String name, List<Fault> faults, long calmMillis, long outageMillis) {}

    /** One way to fail. {@code end} heals. */
    private record Fault(String name, Runnable begin, Runnable end) {}

    private final NemesisNetwork network;
    private final History history;
    private final long seed;
    private final List<Victim> victims = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Nemesis(NemesisNetwork network, VersionedOrigin origin, History history, long seed) {
        this.network = network;
        this.history = history;
        this.seed = seed;
        network.members().forEach(id -> victims.add(member(network, id)));
        NemesisNetwork.REGIONALS.stream().sorted().forEach(id -> victims.add(entry(network.entry(id), id)));
        NetworkNode control = network.node(NemesisNetwork.CONTROL);
        victims.add(new Victim(NemesisNetwork.CONTROL, List.of(paused(control), killed(control)), 12_000, 2_500));
        Fault failing = new Fault("fail", () -> origin.failing(true), () -> origin.failing(false));
        victims.add(new Victim("origin", List.of(failing), 6_000, 1_500));
    }

    /** An edge or a regional cache, and its way to the control plane. */
    private static Victim member(NemesisNetwork network, String id) {
        List<Relay> relays = network.controlPath(id).relays();
        NetworkNode node = network.node(id);
        List<Fault> faults = List.of(
                stalled("stall", relays, EnumSet.allOf(Direction.class)),
                stalled("stall towards control", relays, EnumSet.of(Direction.THERE)),
                stalled("stall from control", relays, EnumSet.of(Direction.BACK)),
                cut(relays),
                paused(node),
                paused(node),
                killed(node));
        return new Victim(id, faults, 5_000, 3_500);
    }

    private static Victim entry(Relay entry, String id) {
        List<Fault> faults = List.of(
                stalled("stall", List.of(entry), EnumSet.allOf(Direction.class)),
                stalled("stall of answers", List.of(entry), EnumSet.of(Direction.BACK)),
                cut(List.of(entry)));
        return new Victim("entry of " + id, faults, 6_000, 2_500);
    }

    private static Fault stalled(String name, List<Relay> relays, Set<Direction> directions) {
        return new Fault(name, () -> relays.forEach(relay -> relay.stall(directions)), () -> mend(relays));
    }

    private static Fault cut(List<Relay> relays) {
        return new Fault("cut", () -> relays.forEach(Relay::cut), () -> mend(relays));
    }

    private static void mend(List<Relay> relays) {
        relays.forEach(Relay::mend);
    }

    private static Fault paused(NetworkNode node) {
        return new Fault("pause", node::pause, node::resume);
    }

    private static Fault killed(NetworkNode node) {
        return new Fault("kill", node::kill, node::start);
    }

    /** No edge and no regional cache reaches the control plane, and none is told. */
    void cutOffAll() {
        network.members()
                .forEach(id ->
                        network.controlPath(id).relays().forEach(relay -> relay.stall(EnumSet.allOf(Direction.class))));
    }

    void mendAll() {
        network.members().forEach(id -> mend(network.controlPath(id).relays()));
    }

    /** All edges and regional caches stand still. */
    void pauseAll() {
        network.members().forEach(id -> network.node(id).pause());
    }

    void resumeAll() {
        network.members().forEach(id -> network.node(id).resume());
    }

    /** All edges and regional caches are gone, and what they had in memory. */
    void killAll() {
        network.members().forEach(id -> network.node(id).kill());
    }

    void startAll() throws ExecutionException, InterruptedException {
        network.start(network.members());
    }

    /** Lets loose for so long; when this returns, all is healed. */
    void rage(long seconds) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> torments = new ArrayList<>();
            victims.forEach(victim -> torments.add(threads.submit(() -> torment(victim))));
            if (over.await(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a nemesis rages only once");
            }
            over.countDown();
            for (Future<?> torment : torments) {
                torment.get();
            }
        }
    }

    private Void torment(Victim victim) throws InterruptedException {
        Random random = new Random(seed ^ victim.name().hashCode());
        while (!over.await(between(random, victim.calmMillis()), TimeUnit.MILLISECONDS)) {
            Fault fault = victim.faults().get(random.nextInt(victim.faults().size()));
            long from = History.now();
            fault.begin().run();
            boolean last = lasts(random, victim, from);
            fault.end().run();
            history.failed(new Outage(victim.name(), fault.name(), from, History.now()));
            if (last) {
                return null;
            }
        }
        return null;
    }

    /**
     * Waits until it is enough: half of the time as chance has it, else until an invalidation that was sent during the outage has
     * been completed (so that the victim was not waited for, or has applied it after all) and viewers have come since. Whether all
     * is over.
     */
    private boolean lasts(Random random, Victim victim, long from) throws InterruptedException {
        if (random.nextBoolean()) {
            return over.await(between(random, victim.outageMillis()), TimeUnit.MILLISECONDS);
        }
        long end = from + LONGEST.toNanos();
        while (!history.completedSince(from) && History.now() < end) {
            if (over.await(SHORTEST_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return over.await(between(random, AFTERWARDS_MILLIS), TimeUnit.MILLISECONDS);
    }

    private static long between(Random random, long atMost) {
        return SHORTEST_MILLIS + random.nextLong(atMost);
    }
}
