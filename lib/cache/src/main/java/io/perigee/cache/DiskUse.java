package io.perigee.cache;

import io.perigee.cache.disk.DiskStore;
import io.perigee.cache.disk.Room;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a cache's disk is in use: from when it is open and known to hold nothing that must not be served, until it fails; and again when it can
 * be written again, which is tried while the cache has something to write, after a minute and then ever more seldom.
 *
 * <p>A disk that comes back comes back empty: marks could not be kept meanwhile.
 */
final class DiskUse {
    /** How much may wait to be written. */
    private static final long MOST_WAITING_BYTES = 64 << 20;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(DiskUse.class);

    private final @Nullable DiskSettings settings;
    private final DiskMarks marks;
    private final LongSupplier nanos;
    private final DiskStore.Opener opener;
    private final Renewal renewal;
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean trying = new AtomicBoolean();
    // Open, but not in use before it is known where the node goes on in the log.
    private volatile @Nullable DiskStore opened;
    private volatile @Nullable DiskStore store;
    private volatile boolean failed;
    private volatile boolean closed;
    private volatile long pauseNanos = FIRST_PAUSE.toNanos();
    private volatile long triedNanos;
    private volatile long worksSinceNanos;

    /** How something is to be described from now on that is about to be pushed out and was used; null to let it go. */
    @FunctionalInterface
    interface Renewal {
        byte @Nullable [] of(byte[] meta, long generation);
    }

    DiskUse(
            @Nullable DiskSettings settings,
            DiskMarks marks,
            LongSupplier nanos,
            DiskStore.Opener opener,
            Renewal renewal) {
        this.settings = settings;
        this.marks = marks;
        this.nanos = nanos;
        this.opener = opener;
        this.renewal = renewal;
    }

    /** What to find things in and to write them to; null while there is none. */
    @Nullable
    DiskStore store() {
        return store;
    }

    /** Whether what the last run left is open, but it is not known yet whether it may be used: not all marks of it may be known. */
    boolean isComing() {
        DiskStore own = opened;
        return own != null && store == null && !own.isFailed() && !closed;
    }

    /** What is open, in use or not yet or no more; null when nothing has been. */
    @Nullable
    DiskStore opened() {
        return opened;
    }

    /** Times that it was taken out of use, or could not be taken into use. */
    long failures() {
        return failures.sum();
    }

    /** Opens what the last run left. Blocks. A disk that cannot be used is told of, and done without. */
    void open() {
        if (settings == null) {
            return;
        }
        long start = nanos.getAsLong();
        try {
            Room room = Room.of(settings.folder());
            if (room.total() < settings.bytes()) {
                throw new IOException("%d bytes are configured, on a file system of %d bytes"
                        .formatted(settings.bytes(), room.total()));
            }
            DiskStore own = open(settings, new Owner(true));
            opened = own;
            marks.keepIn(own);
            LOG.info(
                    "{} objects are on disk in {}, found in {} ms",
                    own.counters().objects(),
                    settings.folder(),
                    TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start));
            if (room.left() < settings.bytes()) {
                LOG.warn(
                        "{} bytes are configured for {}, but its file system has room for {}: when that is full the cache goes on in memory",
                        settings.bytes(),
                        settings.folder(),
                        room.left());
            }
            if (!settings.followsLog()) {
                goOn(own, "", 0);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the cache works without its disk: {} cannot be used: {}", settings.folder(), e.toString());
            failedNow();
        }
    }

    private DiskStore open(DiskSettings own, Owner owner) throws IOException {
        return DiskStore.open(own.folder(), own.bytes(), MOST_WAITING_BYTES, nanos, opener, owner);
    }

    /**
     * All marks of this log up to there have been made. The first time that this is said, what the last run left is taken up if it knows as
     * much, and else forgotten.
     *
     * @return completes when a restart would know it as well
     */
    CompletableFuture<Void> logApplied(String log, long sequence) {
        DiskStore own = opened;
        if (own == null) {
            if (failed) {
                // For when it can be opened: then nothing in it counts.
                marks.applied(log, sequence, false);
            }
            return CompletableFuture.completedFuture(null);
        }
        goOn(own, log, sequence);
        return marks.kept();
    }

    private void goOn(DiskStore own, String log, long sequence) {
        boolean known = marks.knows(log, sequence);
        if (!known) {
            LOG.info("what is on disk is forgotten: it may have been invalidated meanwhile");
            marks.purge(own);
        }
        marks.applied(log, sequence, known);
        if (!own.isFailed()) {
            store = own;
        }
    }

    private void failedNow() {
        store = null;
        failures.increment();
        long now = nanos.getAsLong();
        if (now - worksSinceNanos > LONGEST_PAUSE.toNanos()) {
            pauseNanos = FIRST_PAUSE.toNanos();
        }
        triedNanos = now;
        failed = true;
    }

    /** Called when there is something to write: a disk that has failed is tried again from time to time. */
    void tryAgain(Executor blocking) {
        if (failed
                && !closed
                && nanos.getAsLong() - triedNanos > pauseNanos
                && settings != null
                && trying.compareAndSet(false, true)) {
            blocking.execute(() -> {
                try {
                    reopen(settings);
                } finally {
                    trying.set(false);
                }
            });
        }
    }

    private void reopen(DiskSettings own) {
        DiskStore last = opened;
        if (last != null && !last.isGivenBack()) {
            return;
        }
        triedNanos = nanos.getAsLong();
        pauseNanos = Math.min(LONGEST_PAUSE.toNanos(), pauseNanos * 2);
        try {
            if (Room.of(own.folder()).left() < own.bytes()) {
                return;
            }
            // The store may fail again at once.
            failed = false;
            DiskStore again = open(own, new Owner(false));
            opened = again;
            if (closed) {
                again.close(nanos.getAsLong());
                return;
            }
            marks.keepIn(again);
            if (!own.followsLog() || marks.isFollowing()) {
                marks.purge(again);
                marks.restate();
                if (!again.isFailed()) {
                    store = again;
                }
            }
            worksSinceNanos = nanos.getAsLong();
            LOG.info("the disk in {} works again", own.folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // It has been told that it cannot be used.
            failed = true;
            LOG.debug("{} cannot be used yet: {}", own.folder(), e.toString());
        }
    }

    /** Nothing is found any more; what is written until the end is kept. */
    @Nullable
    DiskStore end() {
        closed = true;
        store = null;
        return opened;
    }

    /** What the store is told and asks. */
    private final class Owner implements DiskStore.Owner {
        private final boolean recovering;

        /** @param recovering whether what the files say counts */
        Owner(boolean recovering) {
            this.recovering = recovering;
        }

        @Override
        public byte[] state() {
            return marks.state();
        }

        @Override
        public void noted(byte[] note) {
            if (recovering) {
                marks.recovered(note);
            }
        }

        @Override
        public byte @Nullable [] renewed(byte[] meta, long generation) {
            return renewal.of(meta, generation);
        }

        @Override
        public void failed(Throwable cause) {
            failedNow();
            LOG.warn("the disk is out of use, the cache goes on in memory: {}", cause.toString());
        }
    }
}
