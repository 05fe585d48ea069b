package io.perigee.chaos.nemesis;

import io.perigee.chaos.place.Link;
import io.perigee.chaos.scenario.FaultKind;
import io.perigee.chaos.scenario.FaultSetup;
import io.perigee.chaos.scenario.FaultSetup.Way;
import io.perigee.chaos.scenario.NetworkSetup;
import io.perigee.chaos.scenario.RandomSetup;
import io.perigee.chaos.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Which faults come when: those of the scenario, and those that chance adds. It depends on the scenario and its seed alone. */
final class Schedule {

    private static final long SHORTEST_MILLIS = 100;
    private static final List<String> SOME_NODE = List.of("any-edge", "any-regional", "any-control");

    private Schedule() {}

    static List<FaultSetup> of(Scenario scenario) {
        List<FaultSetup> all = new ArrayList<>(scenario.faults());
        RandomSetup chance = scenario.random();
        if (chance != null) {
            Random random = new Random(scenario.seed());
            long at = 0;
            while (true) {
                at += between(random, chance.calm());
                if (at >= scenario.duration().toMillis()) {
                    break;
                }
                FaultKind kind =
                        chance.faults().get(random.nextInt(chance.faults().size()));
                long lasts = between(random, chance.lasts());
                all.add(fault(kind, at, lasts, scenario.network(), random));
                at += lasts;
            }
        }
        all.sort(Comparator.comparing(FaultSetup::at));
        return all;
    }

    private static long between(Random random, Duration atMost) {
        return SHORTEST_MILLIS + random.nextLong(Math.max(1, atMost.toMillis()));
    }

    private static FaultSetup fault(FaultKind kind, long at, long lasts, NetworkSetup network, Random random) {
        List<String> nodes = List.of();
        List<String> from = List.of();
        List<String> to = List.of();
        String region = "region:"
                + network.regions().get(random.nextInt(network.regions().size()));
        switch (kind.needs()) {
            case NODES -> nodes = List.of(someNode(network, random));
            case LINKS -> {
                from = List.of(region);
                int where = random.nextInt(3);
                to = where == 0
                        ? List.of("controls", Link.ORIGIN)
                        : where == 1 && network.regionals() > 0 ? List.of("regionals") : List.of("controls");
            }
            case EDGES, NOTHING -> {}
        }
        Way[] ways = Way.values();
        int edges = network.regions().size() * network.edges();
        return new FaultSetup(
                Duration.ofMillis(at),
                kind,
                nodes,
                from,
                to,
                kind == FaultKind.CUT ? ways[random.nextInt(ways.length)] : Way.BOTH,
                Duration.ofMillis(lasts),
                isClock(kind)
                        ? Duration.ofMinutes(1 + random.nextInt(120))
                        : Duration.ofMillis(50 + random.nextInt(1_000)),
                0.01 + random.nextDouble() * 0.2,
                kind == FaultKind.SCALE ? edges + 1 + random.nextInt(edges) : 0);
    }

    private static boolean isClock(FaultKind kind) {
        return kind == FaultKind.CLOCK_FORWARDS || kind == FaultKind.CLOCK_BACKWARDS;
    }

    private static String someNode(NetworkSetup network, Random random) {
        String some = SOME_NODE.get(random.nextInt(SOME_NODE.size()));
        return some.equals("any-regional") && network.regionals() == 0 ? "any-edge" : some;
    }
}
