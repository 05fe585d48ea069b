package io.perigee.cluster.lease;

import io.perigee.cluster.log.LogPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The control plane's half of the {@link Lease} rule: which records are live, and which entries are therefore completed.
 *
 * <p>An entry is completed at the latest when a lease and a margin have passed since this process knew it to be committed:
 * no node holds a lease by then that has not applied it. What follows is about knowing sooner.
 *
 * <p>It learns from events as they come ({@link #heard}), which makes it prompt, but concludes only from a look, which
 * makes it right: the clock first ({@link #begin()}), then the log's head, then all records, in this order, then
 * {@link #conclude}. A record counts as live until a lease and a margin have passed on this process's clock since it
 * was last seen to change, measured to when the look began: however long the process stood still in between, what it
 * then concludes was true.
 *
 * <p>A ledger that starts has not seen the records that an earlier process did, and those may be lost. So it concludes
 * nothing until every lease granted before it started has run out; the same after a loss of records. Waiting only for
 * nodes known from a database would be shorter and wrong: a node that took its first lease just before everything
 * failed may be missing there (docs/decisions/040).
 *
 * <p>It is right only while all control planes share one memory, in which the records are. So it must be told by {@link
 * #contacted} how far that was checked, and by {@link #settleAgain} when it may not be so (docs/decisions/047).
 *
 * <p>Thread-safe.
 */
public final class LeaseLedger {

    /** The newest record of a key, the number seen there last (a late write may bring back an older one), and when. */
    private record Sighting(LeaseRecord newest, long number, long receivedAt) {

        Sighting then(LeaseRecord record, long now) {
            return new Sighting(record.number() > newest.number() ? record : newest, record.number(), now);
        }
    }

    /**
     * The beginning of a look.
     *
     * @param startedAt this process's monotonic clock, nanoseconds
     */
    public record Look(long startedAt) {}

    /** At {@code at} this process knew that {@code sequence} is committed. */
    private record Known(long sequence, long at) {}

    /** What a control plane that is apart has noted last, and when that was first seen. */
    private record Note(long count, long seenAt) {}

    private final long silence;
    private final String log;
    private final LongSupplier nanos;
    private final Map<String, Sighting> sightings = new HashMap<>();
    private final Map<String, Note> others = new HashMap<>();
    private final Deque<Known> known = new ArrayDeque<>();
    private long settledAt;
    private long checked;
    private long head;
    private volatile long completed;

    /**
     * An empty ledger.
     *
     * @param log the log that it keeps
     * @param newLog no node can hold a lease from before, so nothing needs to be waited for
     * @param nanos a monotonic clock in nanoseconds
     */
    public LeaseLedger(LeaseTerms terms, String log, boolean newLog, LongSupplier nanos) {
        this.silence = terms.silence().toNanos();
        this.log = log;
        this.nanos = nanos;
        this.settledAt = nanos.getAsLong() + (newLog ? 0 : silence);
    }

    /**
     * The database was asked who is there, when entries up to {@code sequence} were committed already: whoever it did not
     * name yet begins with a head that is not lower.
     *
     * @param apart the control planes that do not share this one's memory, each with a count that changes while it lives;
     *     nothing is concluded from records until each of them has been silent for a lease and a margin
     * @return those that have been silent for so long
     */
    public synchronized Set<String> contacted(long sequence, Map<String, Long> apart) {
        long now = nanos.getAsLong();
        Set<String> silent = new HashSet<>();
        others.keySet().retainAll(apart.keySet());
        apart.forEach((plane, count) -> {
            Note note = others.get(plane);
            if (note == null || note.count() != count) {
                others.put(plane, new Note(count, now));
                settledAt = now + silence;
            } else if (now - note.seenAt() >= silence) {
                silent.add(plane);
            }
        });
        checked = Math.max(checked, sequence);
        return silent;
    }

    /**
     * Records may have been lost, or may be where this process does not see them: concludes nothing from them until every
     * lease granted before now has run out.
     */
    public synchronized void settleAgain() {
        settledAt = nanos.getAsLong() + silence;
    }

    /**
     * A record was heard of, perhaps late, perhaps out of order.
     *
     * @return whether a look now is likely to find more entries completed
     */
    public synchronized boolean heard(String key, LeaseRecord record) {
        Sighting known = sightings.get(key);
        if (known == null) {
            sightings.put(key, new Sighting(record, record.number(), nanos.getAsLong()));
        } else if (record.number() > known.newest().number()) {
            sightings.put(key, known.then(record, nanos.getAsLong()));
        }
        long now = nanos.getAsLong();
        return now - settledAt >= 0 && Math.min(checked, appliedByAllLive(now)) > completed;
    }

    /** Begins a look. What it reads must be read after this call. */
    public Look begin() {
        return new Look(nanos.getAsLong());
    }

    /**
     * Ends a look.
     *
     * @param head the log's head, read after the look began
     * @param records all records by key, read after {@code head} was
     * @return {@link #completed()}
     */
    public synchronized long conclude(Look look, LogPosition head, Map<String, LeaseRecord> records) {
        if (!head.log().equals(log)) {
            return completed;
        }
        this.head = Math.max(this.head, head.sequence());
        long receivedAt = nanos.getAsLong();
        records.forEach((key, record) -> {
            Sighting known = sightings.get(key);
            if (known == null) {
                sightings.put(key, new Sighting(record, record.number(), receivedAt));
            } else if (record.number() != known.number()) {
                sightings.put(key, known.then(record, receivedAt));
            }
        });
        sightings
                .entrySet()
                .removeIf(sighting ->
                        !records.containsKey(sighting.getKey()) && !live(sighting.getValue(), look.startedAt()));
        if (look.startedAt() - settledAt >= 0) {
            long applied = Math.min(head.sequence(), appliedByAllLive(look.startedAt()));
            completed = Math.max(completed, Math.min(checked, applied));
        }
        completed = Math.max(completed, knownForALease(receivedAt));
        if (known.isEmpty() || known.getLast().sequence() < head.sequence()) {
            known.addLast(new Known(head.sequence(), receivedAt));
        }
        return completed;
    }

    /** Forgets what has been known for longer, and returns the last of it. */
    private long knownForALease(long now) {
        long last = 0;
        while (!known.isEmpty() && now - known.getFirst().at() >= silence) {
            last = known.removeFirst().sequence();
        }
        return last;
    }

    /**
     * The keys of records that no longer count. They may be removed, each on the condition that it is still what the
     * look read: a node that was only silent may be writing again.
     */
    public synchronized Set<String> dead(Look look) {
        Set<String> dead = new HashSet<>();
        sightings.forEach((key, sighting) -> {
            if (!live(sighting, look.startedAt())) {
                dead.add(key);
            }
        });
        return dead;
    }

    /** Every entry up to this one is completed. */
    public long completed() {
        return completed;
    }

    /** How far one entry has come, by all that was heard so far. */
    public synchronized Progress progress(long sequence) {
        long now = nanos.getAsLong();
        Set<String> applied = new HashSet<>();
        Set<String> lagging = new HashSet<>();
        for (Sighting sighting : sightings.values()) {
            if (live(sighting, now)) {
                Set<String> group = appliedIn(sighting.newest()) >= sequence ? applied : lagging;
                group.add(sighting.newest().node());
            }
        }
        applied.removeAll(lagging);
        return new Progress(sequence, sequence <= completed, now - settledAt < 0, applied, lagging);
    }

    private long appliedByAllLive(long now) {
        long least = head;
        for (Sighting sighting : sightings.values()) {
            if (live(sighting, now)) {
                least = Math.min(least, appliedIn(sighting.newest()));
            }
        }
        return least;
    }

    private boolean live(Sighting sighting, long now) {
        return !sighting.newest().released() && now - sighting.receivedAt() < silence;
    }

    private long appliedIn(LeaseRecord record) {
        return record.applied().log().equals(log) ? record.applied().sequence() : 0;
    }
}
