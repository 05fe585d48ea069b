package io.perigee.cluster.lease;

import io.perigee.cluster.log.LogPosition;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A node's lease: its right to serve from cache without revalidating. It gives a control plane two ways to know that an
 * entry is applied wherever anything is served from cache: a short one by what nodes say, and a long one by the clock.
 *
 * <p><b>By the clock.</b> A node that holds its lease has applied everything that was committed a lease's length ago. For
 * that it must know how old the head is that it reads, which {@link Freshness} tells. It holds however the network is cut,
 * and needs nothing of the control planes but that they ask the database before they say how often they did.
 *
 * <p><b>By what nodes say.</b> A renewal is two steps, one after the other: the node writes its record, and once that is
 * acknowledged it reads the log's head. The renewal counts, from the moment at which it was <em>sent</em>, in two cases:
 *
 * <ul>
 *   <li>the node has applied the head that it read; or
 *   <li>the lease was unbroken until now, so that the control plane has been waiting for this node all the time.
 * </ul>
 *
 * <p>Why that is enough: the control plane completes entry N by first moving the head to N, then reading all records,
 * and then waiting for each node whose record has changed within a lease and a margin. Either the node's record was
 * there when they were read, and it is waited for; or it was written later, and then the head that the node read
 * afterwards was N at least, which it must have applied. Whether the lease was unbroken is judged when the renewal is
 * confirmed and not when it was sent: a renewal that was sent in time and arrives late finds that the control plane has
 * stopped waiting. It takes for granted that both see the same memory; where they do not, the clock decides
 * ({@link LeaseLedger}).
 *
 * <p>A node that has been behind one head for longer than a lease stops renewing, so that it holds up nobody, and takes
 * part again when it has caught up. A new node likewise catches up first.
 *
 * <p>Thread-safe; {@link #applied()} and {@link #kept()} take no lock.
 */
public final class Lease implements LogContact {

    private final String node;
    private final long length;
    private final LongSupplier nanos;

    private volatile long applied;
    private volatile long keptUntil;

    private String log;
    private final Freshness freshness = new Freshness();
    private LogPosition head = LogPosition.NONE;

    /** Everything that was committed before this moment is applied; only if {@link #coversAny}. */
    private long covered;

    private boolean coversAny;

    /** A head that is not applied yet, and what will be covered when it is; 0 if there is none. */
    private long coveringHead;

    private long covering;

    private long behindTarget;
    private long behindSince;
    private long records;
    private int generation;
    private boolean released;

    /**
     * A lease that is not kept yet.
     *
     * @param node the node's id
     * @param start what the node has applied already
     * @param nanos a monotonic clock in nanoseconds, such as {@code System::nanoTime}
     */
    public Lease(String node, LeaseTerms terms, LogPosition start, LongSupplier nanos) {
        this.node = node;
        this.length = terms.length().toNanos();
        this.nanos = nanos;
        this.log = start.log();
        this.applied = start.sequence();
        this.keptUntil = nanos.getAsLong();
    }

    @Override
    public long applied() {
        return applied;
    }

    @Override
    public boolean kept() {
        return nanos.getAsLong() - keptUntil < 0;
    }

    /** Where the node stands in the log. */
    public synchronized LogPosition position() {
        return new LogPosition(log, applied);
    }

    /** The node has applied everything up to {@code position}, and all its serving threads see it. */
    public synchronized void moved(LogPosition position) {
        if (!position.log().equals(log) || position.sequence() < applied) {
            lose();
            generation++;
            log = position.log();
            behindTarget = 0;
            forgetContact();
        }
        applied = position.sequence();
        if (coveringHead != 0 && coveringHead <= applied) {
            coveringHead = 0;
            cover(covering);
        }
        trackLag();
    }

    /**
     * The log's head was read.
     *
     * @param sentAt the node's clock before it asked
     */
    public synchronized void headSeen(LogHead head, long sentAt) {
        this.head = head.position();
        OptionalLong moment = freshness.read(head, sentAt);
        if (moment.isPresent() && this.head.log().equals(log)) {
            if (applied >= this.head.sequence()) {
                cover(moment.getAsLong());
            } else if (coveringHead == 0) {
                coveringHead = this.head.sequence();
                covering = moment.getAsLong();
            }
        }
        trackLag();
    }

    /** What was read so far came from a cluster that the node has lost contact with: it says nothing about the next one. */
    public synchronized void contactLost() {
        freshness.forget();
    }

    private void forgetContact() {
        freshness.forget();
        coversAny = false;
        coveringHead = 0;
    }

    private void cover(long moment) {
        if (!coversAny || moment - covered > 0) {
            covered = moment;
            coversAny = true;
        }
    }

    /**
     * The record to write now, unless the node must not renew: before it has seen the head of its log, while it has
     * lost its lease and is behind, and once it has been behind for longer than a lease.
     */
    public synchronized Optional<Renewal> renewal() {
        long now = nanos.getAsLong();
        if (!renewable(now)) {
            return Optional.empty();
        }
        records++;
        LeaseRecord record = new LeaseRecord(node, records, new LogPosition(log, applied), false);
        return Optional.of(new Renewal(record, now, generation));
    }

    /** Whether {@link #renewal()} would give one now. */
    synchronized boolean renewable() {
        return renewable(nanos.getAsLong());
    }

    private boolean renewable(long now) {
        if (released || log.isEmpty() || !log.equals(head.log())) {
            return false;
        }
        return applied >= head.sequence() || (now - keptUntil < 0 && now - behindSince < length);
    }

    /** The renewal's record was acknowledged, and the log's head was read <em>after</em> that. */
    public synchronized void confirmed(Renewal renewal, LogHead read) {
        headSeen(read, renewal.sentAt());
        if (released || renewal.generation() != generation || !head.log().equals(log) || !coversAny) {
            return;
        }
        boolean unbroken = nanos.getAsLong() - keptUntil < 0;
        long until = (renewal.sentAt() - covered < 0 ? renewal.sentAt() : covered) + length;
        if ((unbroken || applied >= head.sequence()) && until - keptUntil > 0) {
            keptUntil = until;
        }
    }

    /**
     * Gives the lease up for good.
     *
     * @return the record to write, so that nobody waits for this node; empty if none was ever sent
     */
    public synchronized Optional<LeaseRecord> release() {
        lose();
        released = true;
        if (records == 0) {
            return Optional.empty();
        }
        records++;
        return Optional.of(new LeaseRecord(node, records, new LogPosition(log, applied), true));
    }

    private void lose() {
        keptUntil = nanos.getAsLong();
    }

    /** Remembers since when one particular head has been waiting to be applied; a moving head does not reset it. */
    private void trackLag() {
        if (behindTarget <= applied && head.log().equals(log) && head.sequence() > applied) {
            behindTarget = head.sequence();
            behindSince = nanos.getAsLong();
        }
    }
}
