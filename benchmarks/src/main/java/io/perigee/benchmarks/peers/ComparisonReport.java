package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.server.Contestant;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a comparison found.
 *
 * @param machine what it ran on
 * @param entrants the servers, in the order in which they are shown
 * @param drives every single measurement, in the order in which they were made
 */
public record ComparisonReport(Machine machine, List<Entrant> entrants, List<Drive> drives) {

    private static final String FULL_EDGE = "full-edge";
    private static final String BARE = "bare";
    private static final String NGINX = "nginx";
    private static final Set<String> SMALL = Set.of("1KB", "10KB");

    private static final double AGAINST_BARE = 1.25;
    private static final double AGAINST_PEERS = 1.0;
    private static final double AGAINST_NGINX_WITH_TLS = 1.1;

    /** A server that took part. */
    public record Entrant(String name, Storage storage, Contestant.Role role, String version, String setup) {}

    /**
     * Where it was measured.
     *
     * @param loadAverageBefore of the last minute, when it began; other work on the machine shows in it
     * @param loadAverageAfter of the last minute, when it had ended
     */
    public record Machine(
            String processor,
            int processors,
            String kernel,
            String java,
            double loadAverageBefore,
            double loadAverageAfter) {}

    public ComparisonReport {
        entrants = List.copyOf(entrants);
        drives = List.copyOf(drives);
    }

    /** The medians, by storage, then transport, then size, then server. */
    public List<Result> results() {
        Map<Lane, List<Drive>> rounds = drives.stream().collect(Collectors.groupingBy(Drive::lane));
        List<String> order = entrants.stream().map(Entrant::name).distinct().toList();
        return rounds.entrySet().stream()
                .map(entry -> Result.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Result result) -> result.lane().storage())
                        .thenComparing(result -> result.lane().transport())
                        .thenComparingInt(result -> result.lane().payload().bytes())
                        .thenComparingInt(result -> order.indexOf(result.lane().server())))
                .toList();
    }

    /** How many times the processor time of the bare handler a request costs; empty where that did not run. */
    public OptionalDouble againstBare(Result result) {
        return find(result.lane(), BARE).map(bare -> known(ratio(result, bare))).orElseGet(OptionalDouble::empty);
    }

    /** How many times the processor time of the cheapest peer a request costs; empty where none ran. */
    public OptionalDouble againstFastestPeer(Result result) {
        return fastestPeer(result.lane())
                .map(peer -> known(ratio(result, peer)))
                .orElseGet(OptionalDouble::empty);
    }

    /** The goals that can be judged by what ran, and ran cleanly. */
    public List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (Result edge : results()) {
            Lane lane = edge.lane();
            if (!lane.server().equals(FULL_EDGE) || !edge.clean()) {
                continue;
            }
            String size = " at " + lane.payload().label() + (lane.storage() == Storage.DISK ? " from disk" : "");
            if (lane.transport() == Transport.TLS) {
                find(lane, NGINX)
                        .ifPresent(nginx -> goals.add(new Goal(
                                "full edge against nginx, both with TLS," + size,
                                ratio(edge, nginx),
                                AGAINST_NGINX_WITH_TLS)));
                continue;
            }
            if (SMALL.contains(lane.payload().label())) {
                find(lane, BARE)
                        .ifPresent(bare -> goals.add(new Goal(
                                "full edge against the bare handler" + size, ratio(edge, bare), AGAINST_BARE)));
            }
            fastestPeer(lane)
                    .ifPresent(peer -> goals.add(new Goal(
                            "full edge against the fastest peer (" + peer.lane().server() + ")" + size,
                            ratio(edge, peer),
                            AGAINST_PEERS)));
        }
        goals.removeIf(goal -> Double.isNaN(goal.ratio()));
        return goals;
    }

    private static OptionalDouble known(double ratio) {
        return Double.isNaN(ratio) ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }

    private static double ratio(Result result, Result other) {
        return result.processorMicrosPerRequest() / other.processorMicrosPerRequest();
    }

    private Optional<Result> find(Lane kind, String server) {
        Lane lane = new Lane(kind.storage(), kind.transport(), kind.payload(), server);
        List<Drive> rounds =
                drives.stream().filter(drive -> drive.lane().equals(lane)).toList();
        return rounds.isEmpty() ? Optional.empty() : Optional.of(Result.of(lane, rounds));
    }

    private Optional<Result> fastestPeer(Lane kind) {
        return entrants.stream()
                .filter(entrant -> entrant.role() == Contestant.Role.PEER && entrant.storage() == kind.storage())
                .flatMap(entrant -> find(kind, entrant.name()).stream())
                .filter(result -> !Double.isNaN(result.processorMicrosPerRequest()))
                .min(Comparator.comparingDouble(Result::processorMicrosPerRequest));
    }
}
