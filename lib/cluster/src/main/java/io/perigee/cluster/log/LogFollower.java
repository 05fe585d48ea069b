package io.perigee.cluster.log;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the change log in order, each entry once, whatever order or number they arrive in.
 *
 * <p>What arrives is a hint: an entry is applied only if it is the next one of the log that the node is in. A hole
 * before an entry that arrived, or a head beyond the node's position, that is still there after {@link #GAP_PATIENCE}
 * is fetched from the control plane. If that cannot continue from the node's position, the node takes a snapshot. So
 * transport may lose, repeat and reorder entries, start empty after a restart, or carry two members' numberings after a
 * split: the database decides.
 *
 * <p>One thing is under way at a time: applying an entry, settling (waiting until all serving threads see what was
 * applied), fetching, or taking a snapshot. Progress is reported only after settling.
 */
public final class LogFollower {

    /** How long entries may be out of order on their way before they count as missed. */
    static final Duration GAP_PATIENCE = Duration.ofMillis(50);

    /** The pause after a failure; also how long a head behind the node's own position is taken for a late reading. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** Entries that wait for one before them. More are dropped and fetched in their turn. */
    private static final int MOST_WAITING = 1_000;

    /** How many entries may be applied before they are settled and reported. */
    private static final int MOST_UNSETTLED = 100;

    /**
     * For how long they may be applied before they are. A node's fetches count as begun when it last settled, so that what it has applied since
     * invalidates them: if it takes many slow entries in a row, all of them.
     */
    private static final Duration LONGEST_UNSETTLED = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    private final EntryApplier applier;
    private final MissedEntries missed;
    private final Turns turns;
    private final LongSupplier nanos;
    private final Consumer<LogPosition> settled;

    private final TreeMap<Long, LogEntry> waiting = new TreeMap<>();
    private LogPosition position;
    private LogPosition reported;
    private LogPosition head = LogPosition.NONE;
    private LogPosition checkedHead = LogPosition.NONE;
    private boolean busy;
    private boolean closed;
    private boolean unsettled;
    private long unsettledSince;
    private boolean gapOpen;
    private long gapSince;
    private long notBefore;
    private boolean alarmSet;
    private long alarmAt;

    /**
     * A follower that stands at {@code start} and does nothing until it hears of an entry or a head.
     *
     * @param turns where all state is confined to and all callbacks come from
     * @param nanos a monotonic clock in nanoseconds
     * @param settled told each position that all serving threads have reached
     */
    public LogFollower(
            LogPosition start,
            EntryApplier applier,
            MissedEntries missed,
            Turns turns,
            LongSupplier nanos,
            Consumer<LogPosition> settled) {
        this.position = start;
        this.reported = start;
        this.applier = applier;
        this.missed = missed;
        this.turns = turns;
        this.nanos = nanos;
        this.settled = settled;
        this.notBefore = nanos.getAsLong();
    }

    /** An entry of {@code log} arrived. Call in a turn. */
    public void arrived(String log, LogEntry entry) {
        adopt(log);
        if (log.equals(position.log()) && entry.sequence() > position.sequence()) {
            keep(entry);
            step();
        }
    }

    /** The log's head was read. Call in a turn. */
    public void headSeen(LogPosition head) {
        adopt(head.log());
        this.head = head;
        step();
    }

    /** Applies nothing more; what is under way ends unreported. Call in a turn. */
    public void close() {
        closed = true;
        waiting.clear();
    }

    /** A node that has seen nothing belongs to whichever log it meets. */
    private void adopt(String log) {
        if (position.sequence() == 0 && !busy && !position.log().equals(log)) {
            position = new LogPosition(log, 0);
            toBeSettled();
            waiting.clear();
        }
    }

    private void keep(LogEntry entry) {
        waiting.put(entry.sequence(), entry);
        if (waiting.size() > MOST_WAITING) {
            waiting.pollLastEntry();
        }
    }

    private void step() {
        if (busy || closed) {
            return;
        }
        long pause = notBefore - nanos.getAsLong();
        if (pause > 0) {
            alarm(pause);
            return;
        }
        LogEntry next = waiting.get(position.sequence() + 1);
        if (!head.log().isEmpty() && !head.log().equals(position.log())) {
            snapshot();
        } else if (next != null && !isSettlingDue()) {
            run("apply entry " + next.sequence(), () -> applier.apply(position.log(), next), done -> applied(next));
        } else if (unsettled) {
            run("settle", applier::settle, done -> report());
        } else if (!waiting.isEmpty() || head.sequence() > position.sequence()) {
            afterPatience(GAP_PATIENCE);
        } else if (head.sequence() < position.sequence()
                && !head.equals(checkedHead)
                && !head.log().isEmpty()) {
            // Either the head is about to follow, or the database was restored from an older backup.
            afterPatience(RETRY);
        } else {
            gapOpen = false;
        }
    }

    private void afterPatience(Duration patience) {
        long now = nanos.getAsLong();
        if (!gapOpen) {
            gapOpen = true;
            gapSince = now;
        }
        long left = gapSince + patience.toNanos() - now;
        if (left > 0) {
            alarm(left);
        } else {
            LogPosition asked = position;
            LogPosition headThen = head;
            run("fetch the entries after " + asked, () -> missed.entriesAfter(asked), answer -> {
                gapOpen = false;
                switch (answer) {
                    case Missed.Entries entries when entries.log().equals(asked.log()) -> fetched(entries, headThen);
                    case Missed.Entries entries -> snapshot();
                    case Missed.TooOld tooOld -> snapshot();
                }
            });
        }
    }

    private void fetched(Missed.Entries entries, LogPosition headThen) {
        checkedHead = headThen;
        entries.entries().stream()
                .filter(entry -> entry.sequence() > position.sequence())
                .forEach(this::keep);
        boolean stuck = !waiting.containsKey(position.sequence() + 1)
                && (!waiting.isEmpty() || head.sequence() > position.sequence());
        if (stuck) {
            // The control plane that answered does not have what another one has announced yet.
            pause();
        }
    }

    private void snapshot() {
        run("take a snapshot", applier::takeSnapshot, at -> {
            if (!at.log().equals(position.log())) {
                waiting.clear();
            }
            if (!at.log().equals(head.log())) {
                head = at;
            }
            moveTo(at);
        });
    }

    private void applied(LogEntry entry) {
        moveTo(position.at(entry.sequence()));
    }

    private void moveTo(LogPosition to) {
        position = to;
        toBeSettled();
        gapOpen = false;
        waiting.headMap(to.sequence(), true).clear();
    }

    private void toBeSettled() {
        if (!unsettled) {
            unsettled = true;
            unsettledSince = nanos.getAsLong();
        }
    }

    private boolean isSettlingDue() {
        return unsettled
                && (position.sequence() - reported.sequence() >= MOST_UNSETTLED
                        || nanos.getAsLong() - unsettledSince >= LONGEST_UNSETTLED.toNanos());
    }

    private void report() {
        unsettled = false;
        reported = position;
        settled.accept(position);
    }

    /** Runs one piece of work; what comes after it is decided when it has ended. */
    private <T> void run(String what, Supplier<CompletionStage<T>> work, Consumer<T> then) {
        busy = true;
        CompletionStage<T> stage;
        try {
            stage = work.get();
        } catch (Throwable e) {
            // Also errors, such as a class that is missing: they must not leave the follower waiting for ever.
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((result, failure) -> turns.execute(() -> ended(what, result, failure, then)));
    }

    private <T> void ended(String what, T result, @Nullable Throwable failure, Consumer<T> then) {
        busy = false;
        if (closed) {
            return;
        }
        if (failure == null) {
            then.accept(result);
        } else {
            LOG.warn("Could not {}; trying again in {} ms: {}", what, RETRY.toMillis(), failure.toString());
            pause();
        }
        step();
    }

    private void alarm(long delay) {
        long at = nanos.getAsLong() + delay;
        if (!alarmSet || at - alarmAt < 0) {
            alarmSet = true;
            alarmAt = at;
            turns.after(Duration.ofNanos(delay), () -> {
                alarmSet = false;
                step();
            });
        }
    }

    private void pause() {
        notBefore = nanos.getAsLong() + RETRY.toNanos();
    }
}
