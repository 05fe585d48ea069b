package io.perigee.cache;

import io.perigee.cache.disk.Content;
import io.perigee.cache.disk.DiskBody;
import io.perigee.cache.disk.DiskRecord;
import io.perigee.cache.disk.DiskStore;
import io.perigee.cache.disk.Write;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is stored on disk, beneath the memory: what memory has no room for any more, and at once what is large. What is found here goes back to
 * memory, all of it where it is small, else its head, whose body is then sent from disk.
 *
 * <p>Without a disk, before it is open, and after it has failed, nothing is found and nothing is kept.
 */
final class DiskTier {
    /** A body of this length or more is written when it is stored, so that it need not leave memory first. */
    private static final long LARGE = 1 << 20;
    /** A body of this length at most is taken back into memory. */
    private static final long SMALL = 256 * 1024;

    private static final long MOST_WAITING_BYTES = 64 << 20;
    private static final int READERS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(DiskTier.class);

    private final @Nullable DiskSettings settings;
    private final DiskMarks marks;
    private final ObjectFormat format;
    private final Memory outside;
    private final LongSupplier nowMillis;
    private final LongSupplier nanos;
    private final DiskStore.Opener opener;
    private final ExecutorService reading;
    private final DiskLoads loads;
    private final LongAdder hits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    // Open, but not in use before it is known where the node goes on in the log.
    private volatile @Nullable DiskStore opened;
    private volatile @Nullable DiskStore store;

    DiskTier(
            @Nullable DiskSettings settings,
            DiskMarks marks,
            Liveness liveness,
            Memory outside,
            LongSupplier nowMillis,
            LongSupplier nanos,
            DiskStore.Opener opener) {
        this.settings = settings;
        this.marks = marks;
        this.format = new ObjectFormat(liveness);
        this.outside = outside;
        this.nowMillis = nowMillis;
        this.nanos = nanos;
        this.opener = opener;
        this.reading = Executors.newFixedThreadPool(
                READERS,
                Thread.ofPlatform().name("perigee-disk-reader-", 0).daemon().factory());
        this.loads = new DiskLoads(reading, this::read);
    }

    /** Opens what the last run left. Blocks. A disk that cannot be used is told of, and done without. */
    void open() {
        if (settings == null) {
            return;
        }
        long start = nanos.getAsLong();
        try {
            DiskStore own =
                    DiskStore.open(settings.folder(), settings.bytes(), MOST_WAITING_BYTES, nanos, opener, new Owner());
            opened = own;
            marks.keepIn(own);
            LOG.info(
                    "{} objects are on disk in {}, found in {} ms",
                    own.counters().objects(),
                    settings.folder(),
                    TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start));
            if (!settings.followsLog()) {
                goOn(own, "", 0);
            }
        } catch (IOException | RuntimeException e) {
            failures.increment();
            LOG.warn("the cache works without its disk: {} cannot be used: {}", settings.folder(), e.toString());
        }
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

    /** Runs the action, on this event loop, when a restart would know all marks that were made up to now. */
    void whenMarksAreKept(Context context, Runnable action) {
        CompletableFuture<Void> kept = marks.kept();
        if (kept.isDone()) {
            action.run();
        } else {
            Future.fromCompletionStage(kept, context).onComplete(done -> action.run());
        }
    }

    /** Whether it may be worth looking. Does not block. */
    boolean mayHave(CacheKey key) {
        DiskStore own = store;
        return own != null && own.mayHave(hash(key));
    }

    /**
     * Looks for a response, one read for all who ask for a key at the same time.
     *
     * @param wanted which of those under the key
     * @param loaded is called once, on this event loop; with null when there is none
     */
    void load(CacheKey key, Context context, Predicate<StoredObject> wanted, DiskLoads.Loaded loaded) {
        loads.load(key, context, wanted, loaded);
    }

    /** What is on disk under this key and wanted, with a reference; blocks. */
    private @Nullable StoredObject read(CacheKey key, Predicate<StoredObject> wanted) {
        DiskStore own = store;
        if (own == null) {
            return null;
        }
        StoredObject found = null;
        try {
            for (DiskRecord record : own.read(hash(key))) {
                try {
                    if (found == null) {
                        found = take(own, record, key, wanted);
                    }
                } finally {
                    record.body().release();
                }
            }
        } catch (IOException e) {
            failures.increment();
            LOG.warn("{} cannot be read from disk: {}", key, e.toString());
        }
        if (found != null) {
            hits.increment();
        }
        return found;
    }

    private @Nullable StoredObject take(DiskStore own, DiskRecord record, CacheKey key, Predicate<StoredObject> wanted)
            throws IOException {
        DiskBody body = record.body();
        BytesOnDisk bytes = body.length() == 0 ? null : new BytesOnDisk(body, reading);
        StoredObject object = format.read(record.meta(), bytes);
        if (object == null || !object.key().equals(key) || !wanted.test(object)) {
            return null;
        }
        // Marks it as used; the caller holds a reference.
        body.tryRetain();
        try {
            if (!body.isIntact()) {
                own.drop(body);
                LOG.warn("{} is damaged on disk and is dropped", key);
                return null;
            }
            if (bytes == null || body.length() > SMALL) {
                object.setOnDisk(body);
                return object;
            }
            StoredObject whole = format.read(record.meta(), inMemory(body));
            if (whole != null) {
                whole.setOnDisk(body);
            }
            return whole;
        } finally {
            body.release();
        }
    }

    private Chunks inMemory(DiskBody body) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) body.length());
        body.read(bytes, 0);
        Chunks chunks = new Chunks(outside, body.length());
        chunks.append(Buffer.buffer(bytes.array()));
        return chunks;
    }

    /** It has left memory for want of room. */
    void evicted(StoredObject object) {
        DiskStore own = store;
        if (own != null && !object.isOnDisk() && object.tryRetain()) {
            own.put(new Storing(object));
        }
    }

    /** It has come from upstream: what is here in its place is not to be found any more. */
    void stored(StoredObject object) {
        forget(object);
        StoredBytes body = object.body();
        if (body != null && body.length() >= LARGE) {
            evicted(object);
        }
    }

    /** It is not to be found any more, nor what is here in its place. */
    void forget(StoredObject object) {
        DiskStore own = store;
        if (own != null) {
            own.remove(hash(object.key()), variant(object));
        }
    }

    void purge() {
        DiskStore own = opened;
        if (own != null) {
            marks.purge(own);
        }
    }

    /** Writes what is in memory, while there is time for it. Blocks. */
    void close(Iterable<StoredObject> inMemory, Duration patience) throws InterruptedException {
        DiskStore own = opened;
        long deadlineNanos = nanos.getAsLong() + patience.toNanos();
        if (own != null) {
            for (StoredObject object : inMemory) {
                if (store != null && !object.isOnDisk() && object.tryRetain()) {
                    if (!own.put(new Storing(object), deadlineNanos)) {
                        break;
                    }
                }
            }
            store = null;
            own.close(deadlineNanos);
        }
        reading.shutdown();
    }

    DiskCounters counters() {
        DiskStore own = opened;
        if (own == null) {
            return new DiskCounters(false, 0, 0, 0, 0, 0, 0, 0, failures.sum());
        }
        DiskStore.Counters counters = own.counters();
        return new DiskCounters(
                store != null,
                counters.objects(),
                counters.bytes(),
                counters.indexBytes(),
                hits.sum(),
                counters.writes(),
                counters.dropped(),
                counters.damaged(),
                failures.sum());
    }

    static long hash(CacheKey key) {
        long hash = mix(mix(mix(0, key.namespace()), key.path()), key.rest());
        return hash == 0 ? 1 : hash;
    }

    /** FNV-1a over characters, with each part's end. */
    private static long mix(long hash, String part) {
        long mixed = hash ^ 0xcbf29ce484222325L;
        for (int i = 0; i < part.length(); i++) {
            mixed = (mixed ^ part.charAt(i)) * 0x100000001b3L;
        }
        mixed = (mixed ^ 0x10000) * 0x100000001b3L;
        return mixed ^ mixed >>> 29;
    }

    private static int variant(StoredObject object) {
        int hash = object.response().varyKey().toString().hashCode() * 31
                + object.response().method().hashCode();
        return (hash ^ hash >>> 24) & 0xffffff;
    }

    private boolean isWorthKeeping(StoredObject object) {
        return !object.isDead() && !object.isGone() && object.isUsefulAt(nowMillis.getAsLong());
    }

    /** An object on its way to disk; holds a reference. */
    private final class Storing implements Write {
        private final StoredObject object;

        Storing(StoredObject object) {
            this.object = object;
        }

        @Override
        public long hash() {
            return DiskTier.hash(object.key());
        }

        @Override
        public int variant() {
            return DiskTier.variant(object);
        }

        @Override
        public Content content() {
            return switch (object.body()) {
                case null -> Content.NONE;
                case Chunks chunks -> new Content.Bytes(chunks.pieces(), chunks.length());
                case BytesOnDisk(DiskBody body, var executor) -> new Content.Copy(body);
            };
        }

        @Override
        public byte @Nullable [] meta() {
            return isWorthKeeping(object) ? ObjectFormat.write(object) : null;
        }

        @Override
        public void done(@Nullable DiskBody body) {
            if (body != null) {
                object.setOnDisk(body);
            }
            object.release();
        }
    }

    /** What the store is told and asks. */
    private final class Owner implements DiskStore.Owner {
        @Override
        public byte[] state() {
            return marks.state();
        }

        @Override
        public void noted(byte[] note) {
            marks.recovered(note);
        }

        @Override
        public byte @Nullable [] renewed(byte[] meta) {
            StoredObject object = format.read(meta, null);
            return object != null && isWorthKeeping(object) ? ObjectFormat.write(object) : null;
        }

        @Override
        public void failed(Throwable cause) {
            store = null;
            failures.increment();
            LOG.warn("the disk is out of use, the cache goes on in memory: {}", cause.toString());
        }
    }
}
