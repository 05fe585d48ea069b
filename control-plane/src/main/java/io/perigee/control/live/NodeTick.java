package io.perigee.control.live;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.directory.Role;
import io.perigee.observability.traffic.Traffic;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One node in one interval.
 *
 * @param applied the last log entry that it had applied when it reported last; 0 where it follows no log
 * @param leaseKept whether it might serve from its cache then
 * @param silentMillis how long nothing had been heard of it
 * @param traffic what ended on it in the interval, by distribution
 */
record NodeTick(
        String id,
        Role role,
        String region,
        NodeState state,
        long applied,
        boolean leaseKept,
        long silentMillis,
        Map<String, Traffic> traffic) {

    static NodeTick of(NodeStatus status, Map<String, Traffic> traffic) {
        NodeInfo info = status.info();
        return new NodeTick(
                info.id(),
                info.role(),
                info.region(),
                info.state(),
                status.report().map(NodeReport::applied).orElse(0L),
                status.report().map(NodeReport::leaseKept).orElse(false),
                status.silentFor().toMillis(),
                traffic);
    }

    /** Edges and regional caches follow the log and answer what is counted. */
    boolean serves() {
        return role == Role.EDGE || role == Role.REGIONAL;
    }

    /** As in the last of these intervals, with what ended in all of them. */
    static NodeTick sum(List<NodeTick> ticks) {
        NodeTick last = ticks.getLast();
        Map<String, Traffic> traffic = ticks.stream()
                .flatMap(tick -> tick.traffic.entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList()), Traffic::sum)));
        return new NodeTick(
                last.id, last.role, last.region, last.state, last.applied, last.leaseKept, last.silentMillis, traffic);
    }
}
