package io.perigee.cluster.lease;

import io.perigee.cluster.log.LogPosition;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews a {@link Lease} every renewal interval, and tells the control plane at once when the node has applied something. To tell is
 * to write the record only: without the head that is read after it, it does not renew anything, but the control plane can complete what
 * it waits for, and on a change all nodes do this at the same time.
 *
 * <p>One renewal is under way at a time; one that takes longer than an interval is no longer waited for (but still counts if it comes
 * through). The same holds for telling, which does not wait for a renewal: records carry numbers, so they may overtake each other.
 */
public final class LeaseKeeper {

    private final Lease lease;
    private final LeaseTransport transport;
    private final Executor turns;
    private final LongSupplier nanos;
    private final long patience;
    private final Consumer<LogPosition> headSeen;
    private final Rounds renewals = new Rounds();
    private final Rounds tellings = new Rounds();

    /**
     * A keeper that does nothing until {@link #renew()}.
     *
     * @param turns runs one task at a time; all state here is confined to it
     * @param headSeen told every head that was read
     */
    public LeaseKeeper(
            Lease lease,
            LeaseTerms terms,
            LeaseTransport transport,
            Executor turns,
            LongSupplier nanos,
            Consumer<LogPosition> headSeen) {
        this.lease = lease;
        this.transport = transport;
        this.turns = turns;
        this.nanos = nanos;
        this.patience = terms.renewEvery().toNanos();
        this.headSeen = headSeen;
    }

    /** Renews now, or as soon as the renewal that is under way has ended. Call in a turn. */
    public void renew() {
        if (!renewals.begin()) {
            return;
        }
        long round = renewals.underWay;
        long sentAt = renewals.startedAt;
        Optional<Renewal> renewal = lease.renewal();
        CompletionStage<LogHead> head = renewal.isPresent()
                ? transport.write(renewal.get().record()).thenCompose(written -> transport.readHead())
                : transport.readHead();
        head.whenComplete((read, failure) -> turns.execute(() -> renewed(round, sentAt, renewal, read)));
    }

    private void renewed(long round, long sentAt, Optional<Renewal> renewal, @Nullable LogHead head) {
        boolean current = renewals.isCurrent(round);
        boolean again = renewals.end(round);
        if (head != null) {
            if (renewal.isPresent()) {
                lease.confirmed(renewal.get(), head);
            } else if (current) {
                lease.headSeen(head, sentAt);
                // A node that has caught up, or never had a lease, renews as soon as it knows the head.
                again |= !lease.kept() && lease.renewable();
            }
            headSeen.accept(head.position());
        }
        if (current && again) {
            renew();
        }
    }

    /**
     * The node has applied something: says so now, or as soon as has ended what was told before. Without a lease it renews, since then it
     * may have one. Call in a turn.
     */
    public void tell() {
        if (!lease.kept()) {
            renew();
            return;
        }
        if (!tellings.begin()) {
            return;
        }
        long round = tellings.underWay;
        Optional<Renewal> record = lease.renewal();
        if (record.isEmpty()) {
            tellings.end(round);
            return;
        }
        transport
                .write(record.get().record())
                .whenComplete((written, failure) -> turns.execute(() -> {
                    if (tellings.end(round)) {
                        tell();
                    }
                }));
    }

    /** One round at a time, and at most one more that waits for its end. */
    private final class Rounds {
        private long rounds;
        private long underWay;
        private long startedAt;
        private boolean again;

        /** Whether a round begins now; if not, one follows that which is under way. */
        boolean begin() {
            if (underWay != 0 && nanos.getAsLong() - startedAt < patience) {
                again = true;
                return false;
            }
            rounds++;
            underWay = rounds;
            startedAt = nanos.getAsLong();
            again = false;
            return true;
        }

        boolean isCurrent(long round) {
            return round == underWay;
        }

        /** Whether another one has to follow; never after one that is no longer waited for. */
        boolean end(long round) {
            if (round != underWay) {
                return false;
            }
            underWay = 0;
            return again;
        }
    }
}
