package io.perigee.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.DirectoryView;
import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.NodeStatus;
import io.perigee.cluster.lease.Acknowledgements;
import io.perigee.cluster.lease.LeaseLedger;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * {@link ControlMember} on an embedded Hazelcast member. Two threads: one for turns, where the directory's listeners
 * are called; one that may wait for the cluster.
 */
final class HazelcastMember implements ControlMember, LogPublisher {

    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration LONGEST_PUBLISH = Duration.ofSeconds(10);

    private final ControlSettings settings;
    private final HazelcastInstance member;
    private final String address;
    private final SerialThread turns;
    private final SerialThread waiting;
    private final SharedData data;
    private final DirectoryView view;
    private final LedgerFeed acknowledgements;
    private final DatabaseContact contact;
    private final Attendance attendance;
    private final Presence presence;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HazelcastMember(ControlSettings settings, NodeInfo self, LogDatabase database, HazelcastInstance member) {
        this.settings = settings;
        this.member = member;
        Address bound = member.getCluster().getLocalMember().getAddress();
        this.address = bound.getHost() + ":" + bound.getPort();
        this.turns = new SerialThread("perigee-cluster-" + self.id());
        this.waiting = new SerialThread("perigee-cluster-io-" + self.id());
        this.data = SharedData.of(member);
        this.view = new DirectoryView("", settings.leaseTerms().length(), System::nanoTime, turns);
        LeaseLedger ledger =
                new LeaseLedger(settings.leaseTerms(), settings.log(), settings.newLog(), System::nanoTime);
        this.acknowledgements = new LedgerFeed(ledger, data, waiting);
        this.contact = new DatabaseContact(settings, database, member, data, acknowledgements, self.id());
        this.attendance = new Attendance(data, settings.leaseTerms().silence(), System::nanoTime);
        this.presence = new Presence(self, () -> new NodeReport(contact.head(), true, Map.of()));
    }

    static ControlMember start(ControlSettings settings, NodeInfo self, LogDatabase database) {
        return start(settings, self, database, HazelcastConfigs.member(settings));
    }

    static ControlMember start(ControlSettings settings, NodeInfo self, LogDatabase database, Config config) {
        HazelcastInstance member;
        try {
            member = Hazelcast.newHazelcastInstance(config);
        } catch (HazelcastException | IllegalStateException e) {
            throw new IllegalStateException(
                    "cannot join the cluster at " + settings.bindAddress() + ":" + settings.port(), e);
        }
        HazelcastMember started = new HazelcastMember(settings, self, database, member);
        started.begin();
        return started;
    }

    private void begin() {
        // Records that were only on members that died are gone: what they granted must run out first.
        member.getPartitionService().addPartitionLostListener(lost -> acknowledgements.settleAgain());
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                acknowledgements.settleAgain();
            }
        });
        DirectoryFeed feed = new DirectoryFeed(view, turns);
        feed.listen(data);
        feed.sync(data);
        contact.begin();
        Duration renewEvery = settings.leaseTerms().renewEvery();
        waiting.every(renewEvery, this::beat);
        waiting.every(
                LONGEST_BETWEEN_LOOKS.compareTo(renewEvery) < 0 ? LONGEST_BETWEEN_LOOKS : renewEvery,
                acknowledgements::look);
    }

    private void beat() {
        presence.beat(data);
        attendance.check();
        turns.execute(view::dropMissing);
    }

    @Override
    public CompletionStage<Void> publish(LogEntry entry) {
        SharedData.SentEntry sent =
                new SharedData.SentEntry(settings.log(), entry.sequence(), entry.kind(), entry.payload());
        // The entry does not wait for the head: nothing counts as completed before the head is there.
        CompletableFuture<Void> arriving = send(DirectoryJson.encode(sent));
        return CompletableFuture.runAsync(
                        () -> data.raiseHead(new LogPosition(settings.log(), entry.sequence())), waiting)
                .thenRun(contact::soon)
                .thenCompose(raised -> arriving)
                .orTimeout(LONGEST_PUBLISH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Void> send(String entry) {
        try {
            return Answers.direct(data.entries().publishAsync(entry));
        } catch (HazelcastException | IllegalStateException leaving) {
            return CompletableFuture.failedFuture(leaving);
        }
    }

    @Override
    public LogPublisher publisher() {
        return this;
    }

    @Override
    public Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    @Override
    public NodeDirectory directory() {
        return view;
    }

    @Override
    public List<NodeStatus> statuses() {
        return attendance.statuses(view.nodes());
    }

    @Override
    public void listenToTraffic(Consumer<String> listener) {
        data.traffic().addMessageListener(message -> listener.accept(message.getMessageObject()));
    }

    @Override
    public int members() {
        return contact.memberCount();
    }

    @Override
    public boolean databaseAnswers() {
        return !contact.away();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void announce(NodeState state) {
        presence.become(state);
        waiting.execute(() -> presence.beat(data));
    }

    @Override
    public NodeInfo self() {
        return presence.self();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        contact.close();
        waiting.close();
        presence.leave(data);
        acknowledgements.close();
        member.shutdown();
        turns.close();
    }
}
