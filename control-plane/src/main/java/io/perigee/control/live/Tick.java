package io.perigee.control.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network in one interval.
 *
 * @param at when it ended
 * @param seconds how long it was
 * @param head the log's last entry then
 * @param completed the last entry that had reached every node
 * @param nodes in the order of their ids
 */
record Tick(Instant at, int seconds, long head, long completed, List<NodeTick> nodes) {

    /** How many summaries of traffic it holds: what it costs to keep. */
    int parts() {
        return nodes.stream().mapToInt(node -> 1 + node.traffic().size()).sum();
    }

    /** Several that follow each other as one. */
    static Tick sum(List<Tick> ticks) {
        Map<String, List<NodeTick>> nodes = new LinkedHashMap<>();
        for (Tick tick : ticks) {
            tick.nodes.forEach(node ->
                    nodes.computeIfAbsent(node.id(), id -> new ArrayList<>()).add(node));
        }
        Tick last = ticks.getLast();
        return new Tick(
                last.at,
                ticks.stream().mapToInt(Tick::seconds).sum(),
                last.head,
                last.completed,
                nodes.values().stream().map(NodeTick::sum).toList());
    }
}
