package io.perigee.cache.disk;

import io.perigee.locks.LockedFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records in a folder, found by a hash and told apart by a variant. It may lose any of them at any time: what is damaged or was pushed out
 * by others is not found. It never gives other bytes than were stored, and nothing that was removed.
 *
 * <p>After a failure to write it is out of use: nothing is found, nothing is taken, and the files are deleted, because notes of what must not
 * be served can be written no more. Whoever reads reads to the end. When the files have been given back another store can be opened.
 *
 * <p>Used from any number of threads.
 */
public final class DiskStore {
    private static final long PATIENCE_SECONDS = 20;

    private final Path folder;
    private final LockedFile lock;
    private final Segment[] segments;
    private final Owner owner;
    private final DiskIndex index;
    private final Ring ring;
    private final DiskWriter writer;
    private final ConcurrentMap<Slot, Storing> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean givenBack;
    private final LongAdder writes = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder damaged = new LongAdder();

    private record Slot(long hash, int variant) {}

    /** Opens a file for reading and writing, and makes it where it is missing. */
    @FunctionalInterface
    public interface Opener {
        Opener SYSTEM = file ->
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

        FileChannel open(Path file) throws IOException;
    }

    /** What the store's owner knows and is told. */
    public interface Owner {
        /** A note of all that is known now, for the beginning of a segment. On the writing thread; short. */
        byte[] state();

        /** A note that was written before the start, or a state; in the order in which they were written. */
        void noted(byte[] note);

        /**
         * How something is to be described from now on that is about to be pushed out and was used; null to let it go.
         *
         * @param generation as {@link DiskBody#generation} of what was described so
         */
        byte @Nullable [] renewed(byte[] meta, long generation);

        /** The store is out of use. Called once at most. */
        void failed(Throwable cause);
    }

    /**
     * What has happened, and what is there now.
     *
     * @param objects records that can be found, now
     * @param bytes what they take on disk, now
     * @param indexBytes what the index takes in memory, now
     * @param writes records stored since the start
     * @param dropped records not stored for want of time or room
     * @param damaged records found damaged
     */
    public record Counters(long objects, long bytes, long indexBytes, long writes, long dropped, long damaged) {}

    private DiskStore(
            Path folder, LockedFile lock, Segment[] segments, long mostWaitingBytes, LongSupplier nanos, Owner owner)
            throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.segments = segments;
        this.owner = owner;
        this.index = new DiskIndex();
        this.ring = new Ring(segments, index, owner);
        this.writer = new DiskWriter("perigee-disk-writer", mostWaitingBytes, nanos, this::fail);
        Recovery.Last last = new Recovery(segments, index, owner).run();
        ring.resume(last.segment(), last.generation());
        writer.start();
    }

    /**
     * Opens what is there, or makes it. Blocks while it reads what it finds by.
     *
     * @param bytes the length of all files together, exactly; 1 MiB or more
     * @param mostWaitingBytes how much may wait to be written
     * @param nanos a time that only rises; deadlines are by it
     * @throws IOException if the folder cannot be used
     */
    public static DiskStore open(
            Path folder, long bytes, long mostWaitingBytes, LongSupplier nanos, Opener opener, Owner owner)
            throws IOException {
        LockedFile lock = SegmentFiles.lock(folder);
        Segment[] segments = {};
        try {
            segments = SegmentFiles.open(folder, bytes, nanos, opener);
            return new DiskStore(folder, lock, segments, mostWaitingBytes, nanos, owner);
        } catch (IOException | RuntimeException e) {
            SegmentFiles.close(List.of(segments));
            SegmentFiles.unlock(lock);
            throw e;
        }
    }

    /** Whether something is stored under this hash. Does not block. */
    public boolean mayHave(long hash) {
        return index.contains(hash);
    }

    /**
     * Whether {@link #read} would wait for no disk, and be short: what is stored under this hash takes no more than so many bytes, and is in
     * the system's memory.
     */
    public boolean isAtHand(long hash, long mostBytes) {
        long bytes = 0;
        List<Place> found = index.find(hash);
        for (Place place : found) {
            bytes += place.length();
        }
        if (bytes > mostBytes) {
            return false;
        }
        for (Place place : found) {
            if (!segments[place.segment()].isLoaded(place.offset(), place.length())) {
                return false;
            }
        }
        return true;
    }

    /** What is stored under this hash, the newest first; with a reference to each body. Blocks. */
    public List<DiskRecord> read(long hash) throws IOException {
        record Dated(DiskRecord record, long generation) {}
        List<Dated> found = new ArrayList<>();
        for (Place place : index.find(hash)) {
            Segment segment = segments[place.segment()];
            long generation = segment.generation();
            if (!segment.enter(generation)) {
                continue;
            }
            DiskRecord record = null;
            try {
                record = DiskRecord.read(index, segment, generation, place);
            } finally {
                if (record == null) {
                    segment.leave();
                    lose(hash, place);
                }
            }
            if (record != null) {
                found.add(new Dated(record, generation));
            }
        }
        found.sort(Comparator.comparingLong(Dated::generation)
                .thenComparingLong(dated -> dated.record().body().place().offset())
                .reversed());
        return found.stream().map(Dated::record).toList();
    }

    /** What is written from now on has this {@link DiskBody#generation}, or more. */
    public long generation() {
        return ring.generation();
    }

    /** Whether what is described so, and has this {@link DiskBody#generation}, is to be kept. */
    @FunctionalInterface
    public interface Judge {
        boolean keeps(byte[] meta, long generation);
    }

    /**
     * Removes what is not to be kept. What is described from now on may be looked at or not; everything that was described before is. Reads
     * the head of everything; blocks for as long as that takes.
     */
    public void sweep(Judge judge) {
        // When it is written, so is what was being written.
        note(owner.state()).join();
        index.forEach((hash, place) -> {
            Segment segment = segments[place.segment()];
            long generation = segment.generation();
            if (!segment.enter(generation)) {
                return;
            }
            try {
                DiskRecord record = DiskRecord.readHead(index, segment, generation, place);
                if (record == null || !judge.keeps(record.meta(), generation)) {
                    index.remove(hash, place);
                }
            } catch (IOException e) {
                index.remove(hash, place);
            } finally {
                segment.leave();
            }
        });
    }

    /** The body is not as it was written: it will not be found any more. */
    public void drop(DiskBody body) {
        lose(body.hash(), body.place());
    }

    private void lose(long hash, Place place) {
        damaged.increment();
        index.remove(hash, place);
    }

    /** Stores something in the place of what has the same hash and variant, when its turn comes; false when too much is waiting. */
    public boolean put(Write write) {
        Storing storing = new Storing(write);
        pending.put(storing.slot(), storing);
        if (writer.offer(storing)) {
            return true;
        }
        storing.drop();
        if (writer.busyNanos() > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            fail(new IOException("a write has not ended for " + PATIENCE_SECONDS + " s"));
        }
        return false;
    }

    /** As {@link #put}, and waits for room. */
    public boolean put(Write write, long deadlineNanos) throws InterruptedException {
        Storing storing = new Storing(write);
        pending.put(storing.slot(), storing);
        if (writer.offerUntil(storing, deadlineNanos)) {
            return true;
        }
        storing.drop();
        return false;
    }

    /** From here on it is not found; nor after a restart, once that has been written. Also when it is still waiting to be written. */
    public void remove(long hash, int variant) {
        boolean waiting = pending.remove(new Slot(hash, variant)) != null;
        if (index.remove(hash, variant) || waiting) {
            writer.urge(new Telling(hash, variant, Kind.REMOVAL, new byte[0]));
        }
    }

    /** Removes everything; completes, also when the store fails, when that holds for a restart as well. */
    public CompletableFuture<Void> purge() {
        pending.clear();
        index.clear();
        return tell(new Telling(0, 0, Kind.PURGE, new byte[0]));
    }

    /** Writes a note, before everything that waits; completes when it is written, or the store is out of use. */
    public CompletableFuture<Void> note(byte[] note) {
        return tell(new Telling(0, 0, Kind.NOTE, note));
    }

    private CompletableFuture<Void> tell(Telling telling) {
        writer.urge(telling);
        if (telling.told.isDone()) {
            return telling.told;
        }
        return telling.told.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(timeout -> {
            fail(new IOException("a note has not been written for " + PATIENCE_SECONDS + " s"));
            return null;
        });
    }

    public boolean isFailed() {
        return failed.get();
    }

    public Counters counters() {
        return new Counters(index.size(), index.bytes(), index.memory(), writes.sum(), dropped.sum(), damaged.sum());
    }

    private void fail(Throwable cause) {
        if (closed.get() || !failed.compareAndSet(false, true)) {
            return;
        }
        for (Segment segment : segments) {
            segment.retire();
        }
        index.clear();
        pending.clear();
        writer.abandon();
        // A disk that fails may also hang.
        Thread.ofPlatform().name("perigee-disk-removal").daemon().start(this::giveBack);
        owner.failed(cause);
    }

    private void giveBack() {
        boolean deleted = SegmentFiles.delete(folder);
        for (Segment segment : segments) {
            segment.discard();
        }
        if (deleted) {
            SegmentFiles.unlock(lock);
        }
        givenBack = deleted;
    }

    /** Whether it has failed and its files are gone, so that another can be opened in its folder. */
    public boolean isGivenBack() {
        return givenBack;
    }

    /** Writes what waits, for no longer than until this time, and closes the files. Blocks. */
    public void close(long deadlineNanos) throws InterruptedException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean ended = writer.end(deadlineNanos);
        writer.abandon();
        for (Segment segment : segments) {
            segment.retire();
        }
        if (ended && !failed.get()) {
            try {
                ring.close();
            } catch (IOException e) {
                // What has no end is read at the next start as after a crash.
                owner.failed(e);
            }
        }
        SegmentFiles.close(List.of(segments));
        SegmentFiles.unlock(lock);
    }

    /** Something that waits to be stored. */
    private final class Storing implements DiskWriter.Task {
        private final Write write;
        private final Slot slot;

        Storing(Write write) {
            this.write = write;
            this.slot = new Slot(write.hash(), write.variant());
        }

        Slot slot() {
            return slot;
        }

        @Override
        public long bytes() {
            return 1024 + write.content().length();
        }

        @Override
        public void run() throws IOException {
            byte[] meta = pending.get(slot) == this ? write.meta() : null;
            if (meta == null) {
                pending.remove(slot, this);
                write.done(null);
                return;
            }
            Place place = ring.append(slot.hash, slot.variant, Kind.OBJECT, meta, write.content());
            if (place == null) {
                drop();
                return;
            }
            index.put(slot.hash, slot.variant, place);
            if (!pending.remove(slot, this)) {
                // Removed or replaced in between.
                index.remove(slot.hash, slot.variant, place);
            }
            writes.increment();
            Segment segment = segments[place.segment()];
            RecordHeader header = new RecordHeader(
                    0,
                    segment.generation(),
                    slot.hash,
                    slot.variant,
                    Kind.OBJECT,
                    meta.length,
                    write.content().length());
            write.done(new DiskBody(index, segment, header, place));
        }

        @Override
        public void drop() {
            pending.remove(slot, this);
            dropped.increment();
            write.done(null);
        }
    }

    /** A record without a body that somebody may wait for. */
    private final class Telling implements DiskWriter.Task {
        private final long hash;
        private final int variant;
        private final Kind kind;
        private final byte[] note;
        private final CompletableFuture<Void> told = new CompletableFuture<>();

        Telling(long hash, int variant, Kind kind, byte[] note) {
            this.hash = hash;
            this.variant = variant;
            this.kind = kind;
            this.note = note;
        }

        @Override
        public void run() throws IOException {
            if (ring.append(hash, variant, kind, note, Content.NONE) == null) {
                throw new IOException("there is no room for a note: everything is being read");
            }
            told.complete(null);
        }

        @Override
        public void drop() {
            told.complete(null);
        }
    }
}
