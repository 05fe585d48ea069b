package io.perigee.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cluster.ClientSettings.Routing;
import io.perigee.cluster.TestNode.TestDatabase;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.log.LogPosition;
import io.perigee.testkit.Await;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many nodes on one control plane, with the lease that networks have.
 *
 * <p>{@code -Dperigee.nodes=200} makes them more, and measures what they cost the control plane: at rest for half a minute, and for each of
 * twenty changes.
 */
@Timeout(900)
class ManyNodesTest {

    private static final int FEW = 12;
    private static final int NODES = Integer.getInteger("perigee.nodes", FEW);
    private static final boolean MEASURED = NODES > FEW;
    private static final int CHANGES = MEASURED ? 20 : 3;
    private static final long REST_SECONDS = 30;

    private static final LeaseTerms TERMS =
            new LeaseTerms(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1));

    private final String cluster = "many-" + UUID.randomUUID();
    private final TestDatabase database = new TestDatabase("log-a");

    @Test
    void allHoldTheirLeasesAndApplyEveryChange() throws Exception {
        List<TestNode> nodes = new ArrayList<>();
        try (ControlMember control = ControlMember.start(
                new ControlSettings(cluster, "127.0.0.1", 0, List.of(), "log-a", true, TERMS),
                TestNode.info("control-1", Role.CONTROL).in(NodeState.READY),
                database)) {
            ClientSettings settings =
                    new ClientSettings(cluster, List.of(control.address()), Routing.ALL_MEMBERS, TERMS);
            try {
                for (int i = 0; i < NODES; i++) {
                    nodes.add(new TestNode(settings, "node-" + i, LogPosition.NONE, database, ""));
                }
                for (TestNode node : nodes) {
                    Await.until("each holds its lease", node.contact::kept);
                }
                rest();
                change(control);
                for (TestNode node : nodes) {
                    Await.until("each has applied all", () -> node.contact.applied() == CHANGES);
                    assertThat(node.applied).hasSize(CHANGES);
                }
                assertThat(control.statuses()).hasSize(NODES + 1);
            } finally {
                nodes.forEach(TestNode::close);
            }
        }
    }

    private static void rest() throws InterruptedException {
        if (MEASURED) {
            Map<Long, Long> before = spent();
            assertThat(new CountDownLatch(1).await(REST_SECONDS, SECONDS)).isFalse();
            System.out.printf(
                    "%d nodes at rest: the control plane takes %.1f ms of processor time a second%n",
                    NODES, since(before) / REST_SECONDS);
        }
    }

    private void change(ControlMember control) throws Exception {
        Map<Long, Long> before = spent();
        long[] millis = new long[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            long began = System.nanoTime();
            control.publisher().publish(database.commit()).toCompletableFuture().get(60, SECONDS);
            control.acknowledgements().whenApplied(i + 1).get(60, SECONDS);
            millis[i] = (System.nanoTime() - began) / 1_000_000;
        }
        Arrays.sort(millis);
        if (MEASURED) {
            System.out.printf(
                    "%d nodes: a change is applied by all after %d ms (p50), %d ms (most), and takes %.1f ms of the control plane's%n",
                    NODES, millis[CHANGES / 2], millis[CHANGES - 1], since(before) / CHANGES);
        }
    }

    /** Of the control plane's threads, in nanoseconds: those of Hazelcast's member and our own of this name. */
    private static Map<Long, Long> spent() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> spent = new HashMap<>();
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && isControlPlanes(each.getThreadName())) {
                spent.put(each.getThreadId(), threads.getThreadCpuTime(each.getThreadId()));
            }
        }
        return spent;
    }

    private static boolean isControlPlanes(String thread) {
        return (thread.startsWith("hz.") && !thread.startsWith("hz.client_")) || thread.contains("control-1");
    }

    private static double since(Map<Long, Long> before) {
        long nanos = 0;
        for (Map.Entry<Long, Long> each : spent().entrySet()) {
            nanos += each.getValue() - before.getOrDefault(each.getKey(), 0L);
        }
        return nanos / 1e6;
    }
}
