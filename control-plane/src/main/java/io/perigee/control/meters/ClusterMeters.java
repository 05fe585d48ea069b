package io.perigee.control.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.cluster.ControlMember;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How the network is, as one control plane sees it; all 0 until it has joined the cluster:
 *
 * <ul>
 *   <li>{@code perigee_cluster_members}: control planes in its cluster, itself included
 *   <li>{@code perigee_database_up}: 1 if the log's database answered when it was asked last
 *   <li>{@code perigee_log_completed}: the log's last entry that every living node has applied
 *   <li>{@code perigee_log_lagging_nodes}: nodes with a lease that have not applied the log's last entry
 *   <li>{@code perigee_nodes{role,state}}: living nodes
 *   <li>{@code perigee_nodes_without_lease}: living edges and regional caches that ask the origin before they serve from their caches
 * </ul>
 */
public final class ClusterMeters {

    private ClusterMeters() {}

    /**
     * Registers them.
     *
     * @param member asked at each scrape; empty while the cluster is not joined
     * @param head the log's last entry
     */
    public static void register(MeterRegistry registry, Supplier<Optional<ControlMember>> member, Supplier<Long> head) {
        Gauges gauges = new Gauges(registry, member);
        gauges.add("perigee.cluster.members", "Control planes in this one's cluster", ControlMember::members);
        gauges.add(
                "perigee.database.up",
                "1 if the change log's database answered when it was asked last",
                joined -> joined.databaseAnswers() ? 1 : 0);
        gauges.add(
                "perigee.log.completed",
                "The change log's last entry that every living node has applied",
                joined -> joined.acknowledgements().completed());
        gauges.add(
                "perigee.log.lagging.nodes",
                "Nodes with a lease that have not applied the change log's last entry",
                joined ->
                        joined.acknowledgements().progress(head.get()).lagging().size());
        gauges.add(
                "perigee.nodes.without.lease",
                "Living edges and regional caches that ask the origin before they serve from their caches",
                ClusterMeters::withoutLease);
        for (Role role : Role.values()) {
            for (NodeState state : NodeState.values()) {
                gauges.add(
                        "perigee.nodes",
                        "Living nodes",
                        joined -> living(joined, role, state),
                        "role",
                        role.label(),
                        "state",
                        state.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static double living(ControlMember member, Role role, NodeState state) {
        return member.directory().nodes().stream()
                .filter(node -> node.role() == role && node.state() == state)
                .count();
    }

    private static double withoutLease(ControlMember member) {
        return member.statuses().stream()
                .filter(node -> node.info().role() == Role.EDGE || node.info().role() == Role.REGIONAL)
                .filter(node -> node.report().map(report -> !report.leaseKept()).orElse(true))
                .count();
    }

    private record Gauges(MeterRegistry registry, Supplier<Optional<ControlMember>> member) {

        void add(String name, String description, ToDoubleFunction<ControlMember> value, String... tags) {
            Gauge.builder(name, member, of -> of.get().map(value::applyAsDouble).orElse(0.0))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }
    }
}
