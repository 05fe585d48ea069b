package io.perigee.control.live;

import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.observability.traffic.NodeTraffic;
import io.perigee.observability.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers what nodes tell of their traffic, and makes a {@link Tick} of it every {@link #INTERVAL}. Thread-safe. */
public final class LiveNetwork {

    /** How long a tick is. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Summaries that are kept until the next tick: of more nodes than a network has. */
    private static final int MOST_ARRIVALS = 50_000;

    private final InstantSource clock;
    private final Supplier<List<NodeStatus>> nodes;
    private final History history = new History();

    // Guarded by itself: by node, by distribution.
    private final Map<String, Map<String, List<Traffic>>> arrived = new HashMap<>();
    private int arrivals;

    /** @param nodes the living nodes, in the order of their ids */
    public LiveNetwork(InstantSource clock, Supplier<List<NodeStatus>> nodes) {
        this.clock = clock;
        this.nodes = nodes;
    }

    /** A node has told of its traffic. */
    public void arrived(String summary) {
        DirectoryJson.decode(summary, NodeTraffic.class).ifPresent(this::keep);
    }

    private void keep(NodeTraffic told) {
        synchronized (arrived) {
            if (arrivals + told.distributions().size() > MOST_ARRIVALS) {
                return;
            }
            Map<String, List<Traffic>> ofNode = arrived.computeIfAbsent(told.node(), id -> new HashMap<>());
            told.distributions().forEach((id, traffic) -> {
                ofNode.computeIfAbsent(id, first -> new ArrayList<>()).add(traffic);
                arrivals++;
            });
        }
    }

    /**
     * Ends an interval.
     *
     * @param head the log's last entry
     * @param completed the last that has reached every node
     */
    Tick tick(long head, long completed) {
        Map<String, Map<String, List<Traffic>>> told;
        synchronized (arrived) {
            told = Map.copyOf(arrived);
            arrived.clear();
            arrivals = 0;
        }
        List<NodeTick> ticks = nodes.get().stream()
                .map(status -> NodeTick.of(
                        status, summed(told.getOrDefault(status.info().id(), Map.of()))))
                .toList();
        Tick tick = new Tick(clock.instant(), (int) INTERVAL.toSeconds(), head, completed, ticks);
        history.add(tick);
        return tick;
    }

    private static Map<String, Traffic> summed(Map<String, List<Traffic>> parts) {
        Map<String, Traffic> sums = new HashMap<>();
        parts.forEach((id, traffic) -> sums.put(id, Traffic.sum(traffic)));
        return Map.copyOf(sums);
    }

    Optional<Tick> last() {
        return history.last();
    }

    /** The ticks that ended after {@code from} and not after {@code to}, the oldest first; there are none from longer than half an hour ago. */
    List<Tick> between(Instant from, Instant to) {
        return history.between(from, to);
    }

    Instant now() {
        return clock.instant();
    }
}
