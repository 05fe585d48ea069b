package io.perigee.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import io.perigee.cluster.ClientSettings.Routing;
import io.perigee.cluster.TestNode.TestDatabase;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.lease.LogHead;
import io.perigee.cluster.log.LogPosition;
import io.perigee.testkit.Await;
import io.perigee.testkit.LastingPorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A cluster that falls apart and becomes one again, with Hazelcast's own members, sockets and merge: they are made to suspect each other as
 * they do when they hear nothing for ten seconds, and have no address of each other until the parts meet again.
 */
@Timeout(240)
class SplitBrainTest {

    private static final int LIMIT = 60;
    private static final String ALONE = "alone";
    private static final List<String> LARGER = List.of("two", "three");

    private final String cluster = "split-" + UUID.randomUUID();
    private final TestDatabase database = new TestDatabase("log-a");
    private final Map<String, Integer> ports = new HashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile boolean apart;
    private volatile boolean largerReachesTheDatabase = true;

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** The database as one part reaches it. */
    private final class Way implements LogDatabase {
        private final String member;

        Way(String member) {
            this.member = member;
        }

        @Override
        public Contact contact(String plane, long count) {
            if (LARGER.contains(member) && !largerReachesTheDatabase) {
                throw new IllegalStateException("the way to the database is cut");
            }
            return database.contact(plane, count);
        }

        @Override
        public void forget(String plane, long count) {
            database.forget(plane, count);
        }
    }

    private ControlMember member(String name) {
        ControlSettings settings = new ControlSettings(
                cluster,
                "127.0.0.1",
                port(name),
                ports.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .toList(),
                "log-a",
                name.equals(ALONE),
                TestNode.TERMS);
        Config config = HazelcastConfigs.member(settings, host -> addresses(name, host));
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "1")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "1");
        ControlMember member = HazelcastMember.start(
                settings, TestNode.info("control-" + name, Role.CONTROL).in(NodeState.READY), new Way(name), config);
        opened.push(member);
        return member;
    }

    private InetAddress[] addresses(String of, String host) throws UnknownHostException {
        if (apart && of.equals(ALONE) != host.equals(ALONE)) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private TestNode node(String id, ControlMember at) {
        TestNode node = new TestNode(
                new ClientSettings(cluster, List.of(at.address()), Routing.SINGLE_MEMBER, TestNode.TERMS),
                id,
                LogPosition.NONE,
                database,
                "");
        opened.push(node);
        return node;
    }

    private int port(String name) {
        return Objects.requireNonNull(ports.get(name));
    }

    private HazelcastInstance instance(String name) {
        return Hazelcast.getAllHazelcastInstances().stream()
                .filter(each -> each.getConfig().getClusterName().equals(cluster))
                .filter(each -> each.getCluster().getLocalMember().getAddress().getPort() == port(name))
                .findFirst()
                .orElseThrow();
    }

    private void fallApart() {
        apart = true;
        for (String other : LARGER) {
            suspect(ALONE, other);
            suspect(other, ALONE);
        }
    }

    private void suspect(String by, String whom) {
        HazelcastInstanceImpl suspecting = ((HazelcastInstanceProxy) instance(by)).getOriginal();
        Member suspected = suspecting.getCluster().getMembers().stream()
                .filter(each -> each.getAddress().getPort() == port(whom))
                .findFirst()
                .orElseThrow();
        suspecting.node.getClusterService().suspectMember(suspected, "nothing was heard of it", true);
    }

    private long head(String member) {
        return SharedData.of(instance(member))
                .head()
                .map(LogHead::position)
                .orElseThrow()
                .sequence();
    }

    private void publish(ControlMember at) throws Exception {
        at.publisher().publish(database.commit()).toCompletableFuture().get(LIMIT, SECONDS);
    }

    @Test
    void afterAMergeTheDatabasesSequenceHoldsThoughThePartThatKnewLessHasWon() throws Exception {
        for (String name : List.of(ALONE, "two", "three")) {
            ports.put(name, LastingPorts.pick());
        }
        ControlMember alone = member(ALONE);
        ControlMember two = member("two");
        ControlMember three = member("three");
        List<ControlMember> all = List.of(alone, two, three);
        Await.until("they are one cluster", () -> all.stream().allMatch(each -> each.members() == 3));
        CountDownLatch merged = new CountDownLatch(1);
        instance(ALONE).getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                merged.countDown();
            }
        });
        TestNode near = node("near", alone);
        TestNode far = node("far", two);
        publish(two);
        Await.until("both follow", () -> near.contact.applied() == 1 && far.contact.applied() == 1);
        Await.until("both hold their leases", () -> near.contact.kept() && far.contact.kept());

        largerReachesTheDatabase = false;
        fallApart();
        Await.until(
                () -> all.stream().map(ControlMember::members).toList().toString(),
                () -> alone.members() == 1 && two.members() == 2 && three.members() == 2);
        publish(alone);
        publish(alone);
        Await.until("the near node has them", () -> near.contact.applied() == 3);
        alone.acknowledgements().whenApplied(3).get(LIMIT, SECONDS);
        assertThat(far.contact.kept())
                .as("a node of the other part, which has not applied them, may serve from cache")
                .isFalse();
        assertThat(far.applied).containsExactly(1L);
        assertThat(two.databaseAnswers()).isFalse();
        assertThat(two.acknowledgements().progress(3).completed()).isFalse();
        assertThat(List.of(head(ALONE), head("two"), head("three"))).containsExactly(3L, 1L, 1L);

        apart = false;
        assertThat(merged.await(LIMIT, SECONDS)).as("the smaller part is told").isTrue();
        Await.until("they are one cluster again", () -> all.stream().allMatch(each -> each.members() == 3));
        // The larger part's head has stayed, until somebody who reaches the database looks.
        Await.until(() -> "the head is " + head("two"), () -> head("two") == 3 && head("three") == 3);
        largerReachesTheDatabase = true;
        Await.until("the far node has them", () -> far.contact.applied() == 3 && far.contact.kept());
        Await.until("the near node holds its lease", near.contact::kept);

        List<Long> expected = new ArrayList<>(List.of(1L, 2L, 3L));
        for (ControlMember each : all) {
            publish(each);
            expected.add(expected.size() + 1L);
        }
        for (ControlMember each : all) {
            each.acknowledgements().whenApplied(6).get(LIMIT, SECONDS);
        }
        Await.until("all is applied", () -> near.contact.applied() == 6 && far.contact.applied() == 6);
        assertThat(near.applied).isEqualTo(expected);
        assertThat(far.applied).isEqualTo(expected);
    }
}
