package io.perigee.cluster.promise;

import io.perigee.cluster.lease.Lease;
import io.perigee.cluster.lease.LeaseKeeper;
import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.lease.LeaseTerms;
import io.perigee.cluster.lease.LeaseTransport;
import io.perigee.cluster.lease.LogHead;
import io.perigee.cluster.log.EntryApplier;
import io.perigee.cluster.log.LogEntry;
import io.perigee.cluster.log.LogFollower;
import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.perigee.cluster.log.Turns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process of a node: the real lease, keeper and follower on a network that loses, delays and reorders. */
final class SimulatedNode implements EntryApplier, LeaseTransport, Turns {

    private final World world;
    private final World.Program process;
    private final Store store;
    private final String key;
    private final LeaseTerms terms;
    private final LogFollower follower;
    private final LeaseKeeper keeper;
    final Lease lease;

    /** What the node has on disk, what it has applied, and what the slowest of its serving threads has seen of that. */
    private long stored;

    private long applied;
    private long seen;

    private boolean cutOff;
    private Memory memory;

    SimulatedNode(
            World world,
            Store store,
            Memory memory,
            String name,
            int incarnation,
            LogPosition start,
            LeaseTerms terms) {
        this.world = world;
        this.process = world.new Program();
        this.store = store;
        this.memory = memory;
        this.key = name + "/" + incarnation;
        this.terms = terms;
        this.stored = start.sequence();
        this.applied = stored;
        this.seen = stored;
        this.lease = new Lease(name, terms, start, process::nanos);
        this.follower = new LogFollower(start, this, this::entriesAfter, this, process::nanos, position -> {
            lease.moved(position);
            tell();
        });
        this.keeper = new LeaseKeeper(lease, terms, this, this, process::nanos, follower::headSeen);
        process.after(world.between(0, Times.millis(100)), this::tick);
        process.after(terms.contactEvery().toNanos(), this::tickIfLost);
    }

    private void tickIfLost() {
        if (!lease.kept()) {
            keeper.renew();
        }
        process.after(terms.contactEvery().toNanos(), this::tickIfLost);
    }

    Memory memory() {
        return memory;
    }

    /** Has lost the contact that it had, and is connected to another part of the cluster. */
    void connect(Memory to) {
        memory = to;
        process.after(0, lease::contactLost);
    }

    private void tell() {
        keeper.tell();
    }

    private void tick() {
        keeper.renew();
        process.after(terms.renewEvery().toNanos(), this::tick);
    }

    /** True if the node would answer from its cache now. */
    boolean servesFromCache() {
        return !process.dead() && lease.kept();
    }

    boolean dead() {
        return process.dead();
    }

    /** What each thread that serves has seen at least. */
    long seen() {
        return seen;
    }

    LogPosition onDisk() {
        return stored == 0 ? LogPosition.NONE : new LogPosition(Store.LOG, stored);
    }

    void cutOff(boolean cutOff) {
        this.cutOff = cutOff;
    }

    void standStill(long duration) {
        process.standStill(duration);
    }

    void kill() {
        process.kill();
    }

    void closeCleanly() {
        process.after(0, () -> {
            follower.close();
            lease.release().ifPresent(record -> {
                write(record);
                process.after(Times.millis(200), process::kill);
            });
        });
    }

    void send(LogEntry entry) {
        if (!cutOff && !world.chance(0.2)) {
            process.after(delay(), () -> follower.arrived(Store.LOG, entry));
        }
    }

    // What the node does with the log.

    @Override
    public CompletionStage<Void> apply(String log, LogEntry entry) {
        if (entry.sequence() != applied + 1) {
            throw new AssertionError("applied " + entry.sequence() + " after " + applied);
        }
        if (world.chance(0.03)) {
            return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
        }
        return work(() -> {
            applied = entry.sequence();
            if (world.chance(0.7)) {
                stored = applied;
            }
            return null;
        });
    }

    @Override
    public CompletionStage<LogPosition> takeSnapshot() {
        return work(() -> {
            applied = store.database.size();
            stored = applied;
            return new LogPosition(Store.LOG, applied);
        });
    }

    @Override
    public CompletionStage<Void> settle() {
        long settling = applied;
        return work(() -> {
            seen = settling;
            return null;
        });
    }

    private CompletionStage<Missed> entriesAfter(LogPosition position) {
        CompletableFuture<Missed> answer = new CompletableFuture<>();
        remote(answer, () -> {
            int from = (int) position.sequence();
            if (from < store.database.size() - 8) {
                return new Missed.TooOld();
            }
            int to = Math.min(store.database.size(), from + 3);
            return new Missed.Entries(Store.LOG, store.database.subList(Math.min(from, to), to));
        });
        return answer;
    }

    private <T extends @Nullable Object> CompletionStage<T> work(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        // Now and then so slow that the node lags for longer than a lease while it goes on renewing.
        long takes = world.chance(0.02) ? world.between(0, Times.seconds(30)) : world.between(0, Times.millis(5));
        process.after(takes, () -> done.complete(work.get()));
        return done;
    }

    // How its renewals travel.

    @Override
    public CompletionStage<Void> write(LeaseRecord record) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        remote(answer, () -> {
            reachable().records.put(key, record);
            return null;
        });
        return answer;
    }

    @Override
    public CompletionStage<LogHead> readHead() {
        CompletableFuture<LogHead> answer = new CompletableFuture<>();
        remote(answer, () -> {
            LogHead head = reachable().head;
            if (head == null) {
                throw new IllegalStateException("no head");
            }
            return head;
        });
        return answer;
    }

    private Memory reachable() {
        if (memory.gone()) {
            throw new IllegalStateException("no control plane");
        }
        return memory;
    }

    /** A request to the other side and its answer; each may be slow or lost, and a request may arrive given up. */
    private <T extends @Nullable Object> void remote(CompletableFuture<T> answer, Supplier<T> atTheOtherSide) {
        process.after(Times.seconds(5), () -> answer.completeExceptionally(new IllegalStateException("timed out")));
        boolean heldBack = cutOff;
        if ((heldBack && world.chance(0.7)) || world.chance(0.02)) {
            return;
        }
        long onTheWay = heldBack ? world.between(0, Times.seconds(25)) : delay();
        world.at(world.now() + onTheWay, () -> {
            T result;
            try {
                result = atTheOtherSide.get();
            } catch (IllegalStateException e) {
                process.after(delay(), () -> answer.completeExceptionally(e));
                return;
            }
            if (!world.chance(0.02)) {
                process.after(delay(), () -> answer.complete(result));
            }
        });
    }

    private long delay() {
        return world.chance(0.03) ? world.between(0, Times.seconds(12)) : world.between(0, Times.millis(40));
    }

    @Override
    public void execute(Runnable task) {
        process.after(0, task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        process.after(delay.toNanos(), task);
    }
}
