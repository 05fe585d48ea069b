package io.perigee.cache;

import io.perigee.cache.DiskNotes.Position;
import io.perigee.cache.DiskNotes.Source;
import io.perigee.cache.disk.DiskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps marks on disk beside the objects, and takes them up again after a restart.
 *
 * <p>What has been invalidated is not served after a restart either: each mark is written behind the objects that it may cover, and behind the
 * marks of each entry of the change log that the entry has been applied. A node that goes on from a later entry than the last that is
 * written here does not know all marks, and forgets the objects.
 */
final class DiskMarks {
    private final InvalidationMarks marks;
    private final InvalidationMarks localMarks;
    private final StaleMarks staleMarks;
    private final Liveness liveness;
    private volatile Position position = Position.NONE;
    private volatile boolean following;
    // Of the log that was followed last; of no use if it is another from now on. Emptied when that is known.
    private final List<Mark> recovered = new ArrayList<>();
    private volatile CompletableFuture<Void> kept = CompletableFuture.completedFuture(null);
    private volatile @Nullable DiskStore store;

    private record Mark(Source source, MarkListener.Sort sort, String namespace, String what, long sequence) {}

    DiskMarks(InvalidationMarks marks, InvalidationMarks localMarks, StaleMarks staleMarks, Liveness liveness) {
        this.marks = marks;
        this.localMarks = localMarks;
        this.staleMarks = staleMarks;
        this.liveness = liveness;
    }

    /** From here on marks are written to this store. */
    void keepIn(DiskStore own) {
        store = own;
        localMarks.tell(noting(Source.LOCAL));
    }

    private MarkListener noting(Source source) {
        return (sort, namespace, what, sequence) -> {
            if (store != null) {
                note(DiskNotes.mark(source, sort, namespace, what, sequence));
            }
        };
    }

    /** Notes are written in order, so the last one stands for all. */
    private synchronized void note(byte[] note) {
        DiskStore own = store;
        if (own != null) {
            kept = own.note(note);
        }
    }

    /** Whether the node has said where it goes on in the log. */
    boolean isFollowing() {
        return following;
    }

    /** Writes down up to where all marks are known, as something new begins. */
    void restate() {
        note(state());
    }

    /** Removes all that is on disk. */
    synchronized void purge(DiskStore own) {
        kept = own.purge();
    }

    /** Completes when everything up to now is written: it is written in order. */
    CompletableFuture<Void> kept() {
        return kept;
    }

    /** Whether all marks of this log up to there have been written. */
    boolean knows(String log, long sequence) {
        Position known = position;
        return known.log().equals(log) && (following || known.sequence() >= sequence);
    }

    /**
     * Goes on from there.
     *
     * @param known whether what was written before counts
     */
    synchronized void applied(String log, long sequence, boolean known) {
        if (!following || !known) {
            takeUp(known);
            marks.tell(noting(Source.LOG));
            staleMarks.tell(noting(Source.SOFT));
        }
        following = true;
        // Entries that were applied before the restart come again.
        position = new Position(log, known ? Math.max(sequence, position.sequence()) : sequence, 0);
        restate();
    }

    private void takeUp(boolean known) {
        if (known) {
            recovered.forEach(mark -> add(mark.source() == Source.SOFT ? staleMarks.marks() : marks, mark));
            liveness.appliedBefore(position.sequence());
            staleMarks.unknownBefore(position.sequence());
        } else {
            liveness.appliedBefore(0);
        }
        recovered.clear();
    }

    private static void add(InvalidationMarks to, Mark mark) {
        switch (mark.sort()) {
            case PATH -> to.addExactPath(mark.namespace(), mark.what(), mark.sequence());
            case PREFIX -> to.addPrefix(mark.namespace(), mark.what(), mark.sequence());
            case TAG -> to.addTag(mark.namespace(), mark.what(), mark.sequence());
            case EVERYTHING -> to.raiseFloor(mark.sequence());
        }
    }

    /** The position, for the beginning of a segment. */
    byte[] state() {
        Position known = position;
        return DiskNotes.position(new Position(known.log(), known.sequence(), liveness.localSequence()));
    }

    /** A note of the last run. */
    void recovered(byte[] note) {
        DiskNotes.read(note, new DiskNotes.Reader() {
            @Override
            public void position(Position written) {
                position = written;
                liveness.raiseLocalSequence(written.local());
            }

            @Override
            public void mark(Source source, MarkListener.Sort sort, String namespace, String what, long sequence) {
                Mark mark = new Mark(source, sort, namespace, what, sequence);
                if (source == Source.LOCAL) {
                    add(localMarks, mark);
                    liveness.raiseLocalSequence(sequence);
                } else {
                    recovered.add(mark);
                }
            }
        });
    }
}
