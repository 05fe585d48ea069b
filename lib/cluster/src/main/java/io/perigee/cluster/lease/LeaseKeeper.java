package io.perigee.cluster.lease;

import io.perigee.cluster.log.LogPosition;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews a {@link Lease}: every renewal interval, and at once when the node has applied something, so that the control
 * plane hears of it. One renewal is under way at a time; one that takes longer than an interval is no longer waited for
 * (but still counts if it comes through).
 */
public final class LeaseKeeper {

    private final Lease lease;
    private final LeaseTransport transport;
    private final Executor turns;
    private final LongSupplier nanos;
    private final long patience;
    private final Consumer<LogPosition> headSeen;

    private long underWay;
    private long startedAt;
    private boolean again;
    private long rounds;

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
        if (underWay != 0 && nanos.getAsLong() - startedAt < patience) {
            again = true;
            return;
        }
        rounds++;
        long round = rounds;
        underWay = round;
        startedAt = nanos.getAsLong();
        again = false;
        Optional<Renewal> renewal = lease.renewal();
        CompletionStage<LogHead> head = renewal.isPresent()
                ? transport.write(renewal.get().record()).thenCompose(written -> transport.readHead())
                : transport.readHead();
        long sentAt = startedAt;
        head.whenComplete((read, failure) -> turns.execute(() -> ended(round, sentAt, renewal, read)));
    }

    private void ended(long round, long sentAt, Optional<Renewal> renewal, @Nullable LogHead head) {
        boolean current = round == underWay;
        if (current) {
            underWay = 0;
        }
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
}
