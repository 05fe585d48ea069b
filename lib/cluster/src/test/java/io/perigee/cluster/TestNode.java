package io.perigee.cluster;

import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeState;
import io.perigee.cluster.directory.Role;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.lease.LogContact;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.perigee.cluster.log.MissedEntries;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that notes what it applies and fetches what it missed from a test's database. */
final class TestNode implements EntryApplier, MissedEntries, AutoCloseable {

    static final LeaseTerms TERMS =
            new LeaseTerms(Duration.ofMillis(1_500), Duration.ofMillis(300), Duration.ofMillis(150));

    final ClusterClient client;
    final LogContact contact;
    final List<Long> applied = new CopyOnWriteArrayList<>();
    final AtomicInteger snapshots = new AtomicInteger();
    final AtomicInteger fetches = new AtomicInteger();
    private final TestDatabase database;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    TestNode(ClientSettings settings, String id, LogPosition start, TestDatabase database, String directory) {
        this.database = database;
        this.client = ClusterClient.start(
                settings, info(id, Role.EDGE).in(NodeState.READY), directory, () -> Map.of("requests", 1.0));
        this.contact = client.follow(start, this, this);
    }

    /** From now on, applying waits. */
    void hold() {
        gate = new CompletableFuture<>();
    }

    void release() {
        gate.complete(null);
    }

    @Override
    public CompletionStage<Void> apply(String log, LogEntry entry) {
        return gate.thenRun(() -> applied.add(entry.sequence()));
    }

    @Override
    public CompletionStage<Missed> entriesAfter(LogPosition position) {
        fetches.incrementAndGet();
        return CompletableFuture.completedFuture(database.after(position));
    }

    @Override
    public CompletionStage<LogPosition> takeSnapshot() {
        snapshots.incrementAndGet();
        return CompletableFuture.completedFuture(database.end());
    }

    @Override
    public void close() {
        client.close();
    }

    static NodeInfo info(String id, Role role) {
        return new NodeInfo(
                id,
                role,
                "eu",
                "FRA1",
                50.1,
                8.7,
                URI.create("http://127.0.0.1:8081"),
                null,
                null,
                "0.1.0",
                NodeState.STARTING,
                1_000);
    }

    /** The control plane's database, and how it answers a node that asks for what it missed. */
    static final class TestDatabase implements LogDatabase {
        private final Map<String, Long> planes = new ConcurrentHashMap<>();
        private final String log;
        private volatile boolean away;
        private final List<LogEntry> entries = new CopyOnWriteArrayList<>();

        TestDatabase(String log) {
            this.log = log;
        }

        void away(boolean now) {
            away = now;
        }

        LogEntry commit() {
            LogEntry entry = new LogEntry(entries.size() + 1L, "change", "{}");
            entries.add(entry);
            return entry;
        }

        LogEntry entry(int sequence) {
            return entries.get(sequence - 1);
        }

        @Override
        public Contact contact(String plane, long count) {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            planes.put(plane, count);
            return new Contact(entries.size(), Map.copyOf(planes));
        }

        @Override
        public void forget(String plane, long count) {
            planes.remove(plane, count);
        }

        LogPosition end() {
            return new LogPosition(log, entries.size());
        }

        Missed after(LogPosition position) {
            boolean known = position.log().isEmpty() || position.log().equals(log);
            return known && position.sequence() <= entries.size()
                    ? new Missed.Entries(log, entries.subList((int) position.sequence(), entries.size()))
                    : new Missed.TooOld();
        }
    }
}
