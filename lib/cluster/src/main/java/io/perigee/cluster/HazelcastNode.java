package io.perigee.cluster;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.DirectoryView;
import io.perigee.cluster.directory.NodeDirectory;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.lease.Lease;
import io.perigee.cluster.lease.LeaseKeeper;
import io.perigee.cluster.lease.LogContact;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogFollower;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.MissedEntries;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ClusterClient} on a Hazelcast client. Two threads: one for turns, where nothing waits and all state of the
 * lease and the log lives; one that may wait for the cluster.
 */
final class HazelcastNode implements ClusterClient {

    /** Every so many renewal intervals the whole directory is read again, in case an event was lost. */
    private static final int BEATS_PER_SYNC = 15;

    /** After so many renewal intervals without a first connection it is worth a line. */
    private static final int BEATS_BEFORE_WORRY = 2;

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastNode.class);

    private final ClientSettings settings;
    private final SerialThread turns;
    private final SerialThread waiting;
    private final DirectoryView view;
    private final DirectoryFeed feed;
    private final Presence presence;
    private final HazelcastInstance client;

    private volatile boolean connected;
    private volatile @Nullable SharedData data;
    private volatile @Nullable Following following;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean telling = new AtomicBoolean();
    private boolean listening;
    private boolean joined;
    private boolean leaseKept;
    private int beats;

    /** What {@link #follow} set up. */
    private record Following(Lease lease, LogFollower follower, LeaseKeeper keeper, LeaseWriter writer) {}

    private HazelcastNode(
            ClientSettings settings, NodeInfo self, String exportedDirectory, Supplier<Map<String, Double>> gauges) {
        this.settings = settings;
        this.turns = new SerialThread("perigee-cluster-" + self.id());
        this.waiting = new SerialThread("perigee-cluster-io-" + self.id());
        this.view = new DirectoryView(exportedDirectory, settings.leaseTerms().length(), System::nanoTime, turns);
        this.feed = new DirectoryFeed(view, turns);
        this.presence = new Presence(self, () -> report(gauges));
        this.client = HazelcastClient.newHazelcastClient(HazelcastConfigs.client(settings, self.id()));
    }

    static ClusterClient start(
            ClientSettings settings, NodeInfo self, String exportedDirectory, Supplier<Map<String, Double>> gauges) {
        HazelcastNode node = new HazelcastNode(settings, self, exportedDirectory, gauges);
        node.client.getLifecycleService().addLifecycleListener(event -> node.lifecycleChanged(event.getState()));
        node.waiting.every(settings.leaseTerms().renewEvery(), node::beat);
        node.turns.every(settings.leaseTerms().renewEvery(), node::renew);
        node.turns.every(settings.leaseTerms().contactEvery(), node::renewIfLost);
        return node;
    }

    @Override
    public LogContact follow(LogPosition start, EntryApplier applier, MissedEntries missed) {
        if (following != null) {
            throw new IllegalStateException("this node follows the log already");
        }
        String process = self().id() + "/" + UUID.randomUUID();
        LeaseWriter writer = new LeaseWriter(process, () -> data);
        Lease lease = new Lease(self().id(), settings.leaseTerms(), start, System::nanoTime);
        LogFollower follower = new LogFollower(start, applier, missed, turns, System::nanoTime, position -> {
            lease.moved(position);
            tell();
        });
        LeaseKeeper keeper =
                new LeaseKeeper(lease, settings.leaseTerms(), writer, turns, System::nanoTime, follower::headSeen);
        following = new Following(lease, follower, keeper, writer);
        turns.execute(this::renew);
        return lease;
    }

    @Override
    public NodeDirectory directory() {
        return view;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void announce(NodeState state) {
        presence.become(state);
        waiting.execute(this::beat);
    }

    @Override
    public void tellTraffic(String summary) {
        SharedData shared = data;
        if (!connected || shared == null || !telling.compareAndSet(false, true)) {
            return;
        }
        try {
            var unused = Answers.direct(shared.traffic().publishAsync(summary))
                    .whenComplete((told, failure) -> telling.set(false));
        } catch (HazelcastException | IllegalStateException away) {
            telling.set(false);
            LOG.debug("Could not tell of the traffic: {}", away.toString());
        }
    }

    @Override
    public NodeInfo self() {
        return presence.self();
    }

    private NodeReport report(Supplier<Map<String, Double>> gauges) {
        Following now = following;
        return now == null
                ? new NodeReport(0, false, gauges.get())
                : new NodeReport(now.lease().applied(), now.lease().kept(), gauges.get());
    }

    private void lifecycleChanged(LifecycleEvent.LifecycleState state) {
        switch (state) {
            case CLIENT_CONNECTED, CLIENT_CHANGED_CLUSTER -> {
                connected = true;
                waiting.execute(this::connect);
            }
            case CLIENT_DISCONNECTED -> {
                connected = false;
                turns.execute(() -> {
                    view.outOfReach();
                    Following now = following;
                    if (now != null) {
                        now.lease().contactLost();
                    }
                });
                waiting.execute(() -> joined = false);
                if (!closed.get()) {
                    LOG.warn("{}: no control plane is connected any more; trying again", self().id());
                }
            }
            case STARTING, STARTED, SHUTTING_DOWN, SHUTDOWN, MERGING, MERGED, MERGE_FAILED -> {}
        }
    }

    /** After each connection: listens if it does not yet, reads the directory, announces and renews at once. */
    private void connect() {
        try {
            SharedData shared = SharedData.of(client);
            if (!listening) {
                feed.listen(shared);
                shared.entries().addMessageListener(message -> arrived(message.getMessageObject()));
                listening = true;
                // The first connection may have been made before anybody listened for it.
                connected = true;
            }
            feed.sync(shared);
            data = shared;
            if (!joined) {
                joined = true;
                LOG.info("{}: joined the network {}", self().id(), settings.clusterName());
            }
            beat();
            turns.execute(this::renew);
        } catch (HazelcastException | IllegalStateException away) {
            LOG.debug("The cluster went away while connecting: {}", away.toString());
        }
    }

    /** One renewal interval's business that may wait. */
    private void beat() {
        noteLease();
        SharedData shared = data;
        if (shared == null) {
            connect();
            beats++;
            if (data == null && beats == BEATS_BEFORE_WORRY) {
                LOG.warn(
                        "{}: no control plane of a network named {} answers at {}; trying on",
                        self().id(),
                        settings.clusterName(),
                        String.join(", ", settings.members()));
            }
            return;
        }
        if (!connected) {
            return;
        }
        presence.beat(shared);
        beats++;
        if (beats % BEATS_PER_SYNC == 0) {
            feed.sync(shared);
        }
        turns.execute(view::dropMissing);
    }

    private void noteLease() {
        Following now = following;
        if (now == null || now.lease().kept() == leaseKept) {
            return;
        }
        leaseKept = !leaseKept;
        if (leaseKept) {
            LOG.info(
                    "{}: follows the change log, at {}",
                    self().id(),
                    now.lease().applied());
        } else {
            LOG.warn("{}: has lost the change log, and asks the origin before it serves from its cache", self().id());
        }
    }

    private void renew() {
        Following now = following;
        if (now != null) {
            now.keeper().renew();
        }
    }

    private void tell() {
        Following now = following;
        if (now != null) {
            now.keeper().tell();
        }
    }

    /** To have a lease as soon as may be. */
    private void renewIfLost() {
        Following now = following;
        if (now != null && connected && !now.lease().kept()) {
            now.keeper().renew();
        }
    }

    private void arrived(String json) {
        DirectoryJson.decode(json, SharedData.SentEntry.class)
                .ifPresent(sent -> turns.execute(() -> {
                    Following now = following;
                    if (now != null) {
                        now.follower().arrived(sent.log(), sent.entry());
                    }
                }));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CountDownLatch left = new CountDownLatch(1);
        turns.execute(() -> giveUpLease()
                .whenComplete((released, failure) -> waiting.execute(() -> {
                    SharedData shared = data;
                    if (connected && shared != null) {
                        presence.leave(shared);
                    }
                    left.countDown();
                })));
        try {
            if (!left.await(1, TimeUnit.SECONDS)) {
                LOG.info("Left without the cluster's taking note; it will find out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdown();
        waiting.close();
        turns.close();
    }

    private CompletionStage<Void> giveUpLease() {
        Following now = following;
        if (now == null) {
            return CompletableFuture.completedFuture(null);
        }
        now.follower().close();
        return now.lease().release().map(now.writer()::write).orElseGet(() -> CompletableFuture.completedFuture(null));
    }
}
