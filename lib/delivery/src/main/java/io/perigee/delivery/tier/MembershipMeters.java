package io.perigee.delivery.tier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.delivery.network.NetworkFollower;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a node's place in the network:
 *
 * <ul>
 *   <li>{@code perigee_log_applied}: how far it is in the change log; control planes have {@code perigee_log_head}
 *   <li>{@code perigee_log_lease_kept}: 1 while it may serve from its cache without asking
 *   <li>{@code perigee_control_plane_connected}: 1 while a control plane is
 *   <li>{@code perigee_log_snapshots_total}, {@code perigee_log_passed_over_total}, {@code perigee_config_save_failures_total}
 * </ul>
 */
final class MembershipMeters {

    private MembershipMeters() {}

    static void register(MeterRegistry registry, NetworkMembership membership, FollowedLog log) {
        gauge(
                registry,
                "perigee.log.applied",
                "The change log's last entry that this node has applied",
                membership,
                of -> log.applied());
        gauge(
                registry,
                "perigee.log.lease.kept",
                "1 while the node may serve from its cache without asking the origin",
                membership,
                of -> log.logKept() ? 1 : 0);
        gauge(
                registry,
                "perigee.control.plane.connected",
                "1 while a control plane is connected",
                membership,
                of -> of.connected() ? 1 : 0);
        NetworkFollower follower = membership.follower();
        counter(
                registry,
                "perigee.log.snapshots",
                "How often the node has taken the whole configuration and dropped its cache",
                follower,
                of -> of.counters().snapshots());
        counter(
                registry,
                "perigee.log.passed.over",
                "Entries of the change log that a newer program has written and this one could not read",
                follower,
                of -> of.counters().passedOver());
        counter(
                registry,
                "perigee.config.save.failures",
                "How often the configuration could not be saved on disk",
                follower,
                of -> of.counters().unsaved());
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    private static <T> void counter(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }
}
