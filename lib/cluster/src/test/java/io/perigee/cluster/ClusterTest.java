package io.perigee.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.cluster.ClientSettings.Routing;
import io.perigee.cluster.TestNode.TestDatabase;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.lease.Progress;
import io.perigee.cluster.log.LogPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real members and clients on loopback, with short leases. */
@Timeout(180)
class ClusterTest {

    /** Seconds that a wait may take on a busy machine. */
    private static final int LIMIT = 60;

    private static final LeaseTerms KEPT_ON_A_BUSY_MACHINE =
            new LeaseTerms(Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofSeconds(1));

    private final String cluster = "test-" + UUID.randomUUID();
    private final TestDatabase database = new TestDatabase("log-a");
    private LeaseTerms terms = TestNode.TERMS;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void anEntryIsCompletedOnceEveryNodeHasAppliedItAndALateJoinerCatchesUp() throws Exception {
        // An entry that a node holds up is completed when a lease has passed.
        terms = KEPT_ON_A_BUSY_MACHINE;
        ControlMember control = member(true, 0, List.of());
        TestNode first = node("first", control.address(), LogPosition.NONE);
        TestNode second = node("second", control.address(), LogPosition.NONE);
        until(() -> first.contact.kept() && second.contact.kept());

        publish(control, 3);
        control.acknowledgements().whenApplied(3).get(LIMIT, SECONDS);
        assertThat(first.applied).containsExactly(1L, 2L, 3L);
        assertThat(second.applied).containsExactly(1L, 2L, 3L);
        assertThat(first.contact.applied()).isEqualTo(3);

        second.hold();
        publish(control, 1);
        until(() -> first.contact.applied() == 4);
        until(() -> control.acknowledgements().progress(4).applied().contains("first"));
        Progress progress = control.acknowledgements().progress(4);
        assertThat(progress.completed()).isFalse();
        assertThat(progress.lagging()).containsExactly("second");
        assertThat(second.contact.kept()).isTrue();
        second.release();
        control.acknowledgements().whenApplied(4).get(LIMIT, SECONDS);

        TestNode late = node("late", control.address(), LogPosition.NONE);
        until(late.contact::kept);
        assertThat(late.contact.applied()).isEqualTo(4);
        assertThat(late.applied).containsExactly(1L, 2L, 3L, 4L);

        // The same entries again, out of order: nobody applies anything twice.
        control.publisher().publish(database.entry(2));
        publish(control, 1);
        control.acknowledgements().whenApplied(5).get(LIMIT, SECONDS);
        assertThat(late.applied).containsExactly(1L, 2L, 3L, 4L, 5L);

        until(() -> ids(second.client).equals(Set.of("control-0", "first", "second", "late")));
        first.client.announce(NodeState.DRAINING);
        until(() -> second.client.directory().ready(Role.EDGE, "eu").size() == 2);
        until(() -> control.statuses().stream()
                .anyMatch(status -> status.info().id().equals("late")
                        && status.report()
                                .map(report -> report.applied() == 5 && report.leaseKept())
                                .orElse(false)));
        late.close();
        until(() -> ids(second.client).equals(Set.of("control-0", "first", "second")));
    }

    @Test
    void aNodeThatIsCutOffLosesItsLeaseHoldsUpNobodyPastItAndCatchesUpAfterwards() throws Exception {
        ControlMember control = member(true, 0, List.of());
        TcpProxy path = opened(new TcpProxy(control.address()));
        TestNode near = node("near", control.address(), LogPosition.NONE);
        TestNode far = nodeBehind(path, "far");
        until(() -> near.contact.kept() && far.contact.kept());

        path.freeze(true);
        publish(control, 1);
        control.acknowledgements().whenApplied(1).get(LIMIT, SECONDS);
        assertThat(far.contact.applied() >= 1 || !far.contact.kept()).isTrue();
        assertThat(far.applied).isEmpty();
        until(near.contact::kept);
        until(() -> !ids(near.client).contains("far"));

        path.cut();
        path.freeze(false);
        publish(control, 1);
        path.mend();
        until(() -> far.contact.kept() && far.contact.applied() == 2);
        assertThat(far.applied).containsExactly(1L, 2L);
        until(() -> ids(near.client).contains("far"));
    }

    @Test
    void aControlPlaneThatRestartsWithNothingInMemoryCompletesNothingUntilALeaseHasPassed() throws Exception {
        ControlMember before = member(true, 0, List.of());
        TcpProxy path = opened(new TcpProxy(before.address()));
        TestNode node = nodeBehind(path, "node");
        publish(before, 2);
        before.acknowledgements().whenApplied(2).get(LIMIT, SECONDS);
        until(node.contact::kept);
        until(() -> ids(node.client).contains("control-0"));
        var waiting = before.acknowledgements().whenApplied(99);
        before.close();
        assertThat(waiting).isCancelled();

        database.commit();
        ControlMember after = member(false, 0, List.of());
        path.lead(after.address());
        Progress settling = after.acknowledgements().progress(3);
        assertThat(settling.settling()).isTrue();
        assertThat(after.acknowledgements().completed()).isZero();
        until(() -> node.contact.kept() && node.contact.applied() == 3);
        after.acknowledgements().whenApplied(3).get(LIMIT, SECONDS);
        assertThat(after.acknowledgements().progress(3).settling()).isFalse();
        assertThat(node.applied).containsExactly(1L, 2L, 3L);
        assertThat(node.snapshots).hasValue(0);
    }

    @Test
    void twoControlPlanesShareTheLogAndOneDyingLosesNothing() throws Exception {
        ControlMember one = member(true, 0, List.of());
        ControlMember two = member(false, 1, List.of(one.address()));
        TestNode node = node("node", two.address(), LogPosition.NONE);
        for (int i = 0; i < 10; i++) {
            var entry = database.commit();
            one.publisher().publish(entry);
            two.publisher().publish(entry);
        }
        one.acknowledgements().whenApplied(10).get(LIMIT, SECONDS);
        two.acknowledgements().whenApplied(10).get(LIMIT, SECONDS);
        assertThat(node.applied)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
        until(() -> ids(node.client).equals(Set.of("control-0", "control-1", "node")));

        one.close();
        publish(two, 1);
        two.acknowledgements().whenApplied(11).get(LIMIT, SECONDS);
    }

    @Test
    void controlPlanesThatAreApartCompleteNothingThatTheOthersNodesMayNotHave() throws Exception {
        ControlMember one = member(true, 0, List.of());
        ControlMember two = member(false, 1, List.of());
        TestNode near = node("near", one.address(), LogPosition.NONE);
        TestNode far = node("far", two.address(), LogPosition.NONE);
        until(() -> near.contact.kept() && far.contact.kept());
        far.hold();

        publish(one, 1);
        until(() -> near.contact.applied() == 1);
        one.acknowledgements().whenApplied(1).get(LIMIT, SECONDS);

        assertThat(far.contact.kept())
                .as("a node of the other part that has not applied it")
                .isFalse();
        far.release();
        until(() -> far.contact.kept() && far.contact.applied() == 1);
        two.acknowledgements().whenApplied(1).get(LIMIT, SECONDS);
    }

    @Test
    void nodesLoseTheirLeasesWhileTheDatabaseIsAwayAndHaveThemAgainAfterwards() throws Exception {
        ControlMember control = member(true, 0, List.of());
        TestNode node = node("node", control.address(), LogPosition.NONE);
        until(node.contact::kept);
        database.away(true);
        until(() -> !node.contact.kept());
        database.away(false);
        until(node.contact::kept);
    }

    @Test
    void aClientStartsAndClosesWithoutAClusterAndKeepsTheDirectoryItWasGiven() throws Exception {
        ControlMember control = member(true, 0, List.of());
        TestNode there = node("there", control.address(), LogPosition.NONE);
        until(() -> ids(there.client).size() == 2);
        String exported = there.client.directory().export();
        there.close();
        control.close();

        TestNode alone = opened(new TestNode(
                client(control.address(), Routing.ALL_MEMBERS),
                "alone",
                new LogPosition("log-a", 7),
                database,
                exported));
        assertThat(alone.client.directory().nodes()).extracting(NodeInfo::id).containsExactly("control-0", "there");
        assertThat(alone.client.connected()).isFalse();
        assertThat(alone.contact.kept()).isFalse();
        assertThat(alone.contact.applied()).isEqualTo(7);
        CountDownLatch told = new CountDownLatch(1);
        alone.client.directory().listen(nodes -> told.countDown());
        assertThat(told.await(LIMIT, SECONDS)).isTrue();
        assertThatThrownBy(() -> alone.client.follow(LogPosition.NONE, alone, alone))
                .isInstanceOf(IllegalStateException.class);
        alone.close();
        until(() -> ownThreads().isEmpty());
    }

    @Test
    void aNodeOfAnotherLogTakesASnapshot() throws Exception {
        database.commit();
        database.commit();
        ControlMember control = member(true, 0, List.of());
        TestNode stranger = node("stranger", control.address(), new LogPosition("log-of-a-wiped-database", 9));
        until(stranger.contact::kept);
        assertThat(stranger.snapshots).hasValue(1);
        assertThat(stranger.contact.applied()).isEqualTo(2);

        assertThatThrownBy(() -> ControlMember.start(
                        settings(false, port(control.address()), List.of()),
                        TestNode.info("same-port", Role.CONTROL),
                        database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(control.address());
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private ControlMember member(boolean newLog, int number, List<String> members) {
        return opened(ControlMember.start(
                settings(newLog, 0, members),
                TestNode.info("control-" + number, Role.CONTROL).in(NodeState.READY),
                database));
    }

    private ControlSettings settings(boolean newLog, int port, List<String> members) {
        return new ControlSettings(cluster, "127.0.0.1", port, members, "log-a", newLog, terms);
    }

    private TestNode node(String id, String member, LogPosition start) {
        return opened(new TestNode(client(member, Routing.ALL_MEMBERS), id, start, database, ""));
    }

    /** A node that reaches the cluster only by {@code path}. */
    private TestNode nodeBehind(TcpProxy path, String id) {
        return opened(new TestNode(client(path.address(), Routing.SINGLE_MEMBER), id, LogPosition.NONE, database, ""));
    }

    private ClientSettings client(String member, Routing routing) {
        return new ClientSettings(cluster, List.of(member), routing, terms);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private void publish(ControlMember control, int entries) throws ExecutionException, InterruptedException {
        for (int i = 0; i < entries; i++) {
            control.publisher().publish(database.commit()).toCompletableFuture().get();
        }
    }

    private static Set<String> ids(ClusterClient client) {
        Set<String> ids = new HashSet<>();
        client.directory().nodes().forEach(node -> ids.add(node.id()));
        return ids;
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("perigee-") || name.startsWith("hz."))
                .toList();
    }

    /** Looks again and again until {@code condition} holds; the class's time limit ends it if it never does. */
    private static void until(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertThat(never.await(10, MILLISECONDS)).isFalse();
        }
    }
}
