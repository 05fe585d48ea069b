package io.perigee.cache;

import io.netty.buffer.Unpooled;
import io.perigee.cache.disk.Content;
import io.perigee.cache.disk.DiskBody;
import io.perigee.cache.disk.DiskRecord;
import io.perigee.cache.disk.DiskStore;
import io.perigee.cache.disk.Write;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is stored on disk, beneath the memory: what memory has no room for any more, and at once what is large. What is found here goes back to
 * memory, all of it where it is small, else its head, whose body is then sent from disk: there the system has it in its own memory if it is
 * asked for often, and sends it without a copy.
 *
 * <p>Without a disk, before it is open, and after it has failed, nothing is found and nothing is kept.
 */
final class DiskTier {
    /**
     * A longer body is written when it is stored, and is not taken back into memory: where there is no TLS the system sends it from the file
     * for less than it takes to copy it out of the process.
     */
    static final long SMALL = 64 * 1024;
    /** What takes so much on disk at most, and is in the system's memory, is read at once: quicker than another thread would take it up. */
    private static final long SHORT = SMALL + 32 * 1024;

    private static final int READERS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(DiskTier.class);

    private final DiskUse use;
    private final DiskMarks marks;
    private final ObjectFormat format;
    private final Memory outside;
    private final LongSupplier nowMillis;
    private final LongSupplier nanos;
    private final ExecutorService reading;
    private final DiskLoads loads;
    private final LongAdder hits = new LongAdder();
    // Of what lay on disk at the last sweep.
    private volatile @Nullable Swept swept;
    private final LongAdder readFailures = new LongAdder();

    DiskTier(
            @Nullable DiskSettings settings,
            DiskMarks marks,
            Liveness liveness,
            Memory outside,
            LongSupplier nowMillis,
            LongSupplier nanos,
            DiskStore.Opener opener) {
        this.use = new DiskUse(settings, marks, nanos, opener, this::renewed);
        this.marks = marks;
        this.format = new ObjectFormat(liveness);
        this.outside = outside;
        this.nowMillis = nowMillis;
        this.nanos = nanos;
        this.reading = Executors.newFixedThreadPool(
                READERS,
                Thread.ofPlatform().name("perigee-disk-reader-", 0).daemon().factory());
        this.loads = new DiskLoads(reading, this::read);
    }

    /** When it is in use. */
    DiskUse use() {
        return use;
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

    /** All that was written up to this generation is known to be good at this stamp. */
    private record Swept(DiskStore store, long generation, Stamp good) {
        boolean saysOf(@Nullable DiskStore other, long itsGeneration) {
            return store == other && itsGeneration <= generation;
        }
    }

    /**
     * Forgets what marks up to there cover, and knows of the rest that they do not. What they only make stale is forgotten as well: that it is
     * could not be noted. Blocks while it reads the heads of all that is here.
     *
     * @param known up to where all marks are known
     */
    void sweep(Stamp known) {
        DiskStore own = use.store();
        if (own == null) {
            return;
        }
        long generation = own.generation();
        own.sweep((meta, written) -> {
            StoredObject object = described(meta, null, written);
            return object != null && object.isGood();
        });
        swept = new Swept(own, generation, known);
    }

    private @Nullable StoredObject described(byte[] meta, @Nullable StoredBytes body, long generation) {
        StoredObject object = format.read(meta, body);
        Swept last = swept;
        if (object != null && last != null && last.saysOf(use.opened(), generation)) {
            object.stamp().liftTo(last.good);
        }
        return object;
    }

    /** Whether it may be worth looking. Does not block. */
    boolean mayHave(CacheKey key) {
        DiskStore own = use.store();
        return own != null && own.mayHave(hash(key));
    }

    /**
     * Looks for a response; where that may wait for the disk, one read for all who ask for a key at the same time.
     *
     * @param context the caller's own
     * @param wanted which of those under the key
     * @param loaded is called once, on this event loop, perhaps before this returns; with null when there is none
     */
    void load(CacheKey key, Context context, Predicate<StoredObject> wanted, DiskLoads.Loaded loaded) {
        DiskStore own = use.store();
        if (own != null && own.isAtHand(hash(key), SHORT)) {
            loaded.found(read(key, wanted), true);
        } else {
            loads.load(key, context, wanted, loaded);
        }
    }

    /** What is on disk under this key and wanted, with a reference; blocks. */
    private @Nullable StoredObject read(CacheKey key, Predicate<StoredObject> wanted) {
        DiskStore own = use.store();
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
            readFailures.increment();
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
        StoredObject object = described(record.meta(), bytes, body.generation());
        if (object == null || !object.key().equals(key) || !wanted.test(object)) {
            return null;
        }
        // Marks it as used; the caller holds a reference.
        body.tryRetain();
        try {
            if (!record.isIntact()) {
                own.drop(body);
                LOG.warn("{} is damaged on disk and is dropped", key);
                return null;
            }
            if (bytes == null || body.length() > SMALL) {
                object.setOnDisk(body);
                return object;
            }
            StoredObject whole = object.with(inMemory(record));
            whole.setOnDisk(body);
            return whole;
        } finally {
            body.release();
        }
    }

    private Chunks inMemory(DiskRecord record) throws IOException {
        ByteBuffer bytes = record.bytes();
        Chunks chunks = new Chunks(outside, bytes.remaining());
        chunks.append(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
        return chunks;
    }

    /** It has left memory for want of room. */
    void evicted(StoredObject object) {
        DiskStore own = use.store();
        if (own != null && !object.isOnDisk() && object.tryRetain()) {
            own.put(new Storing(object));
        }
    }

    /** It has come from upstream: what is here in its place is not to be found any more. */
    void stored(StoredObject object) {
        use.tryAgain(reading);
        forget(object);
        StoredBytes body = object.body();
        if (body != null && body.length() > SMALL) {
            evicted(object);
        }
    }

    /** It is not to be found any more, nor what is here in its place. */
    void forget(StoredObject object) {
        DiskStore own = use.store();
        if (own != null) {
            own.remove(hash(object.key()), variant(object));
        }
    }

    void purge() {
        DiskStore own = use.opened();
        if (own != null) {
            marks.purge(own);
        }
    }

    /** Writes what is in memory, while there is time for it. Blocks. */
    void close(Iterable<StoredObject> inMemory, Duration patience) throws InterruptedException {
        long deadlineNanos = nanos.getAsLong() + patience.toNanos();
        DiskStore inUse = use.store();
        if (inUse != null) {
            for (StoredObject object : inMemory) {
                if (!object.isOnDisk() && object.tryRetain()) {
                    if (!inUse.put(new Storing(object), deadlineNanos)) {
                        break;
                    }
                }
            }
        }
        DiskStore opened = use.end();
        if (opened != null) {
            opened.close(deadlineNanos);
        }
        reading.shutdown();
    }

    DiskCounters counters() {
        DiskStore own = use.opened();
        long failures = use.failures() + readFailures.sum();
        if (own == null) {
            return new DiskCounters(false, 0, 0, 0, 0, 0, 0, 0, failures);
        }
        DiskStore.Counters counters = own.counters();
        return new DiskCounters(
                use.store() != null,
                counters.objects(),
                counters.bytes(),
                counters.indexBytes(),
                hits.sum(),
                counters.writes(),
                counters.dropped(),
                counters.damaged(),
                failures);
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

    private byte @Nullable [] renewed(byte[] meta, long generation) {
        StoredObject object = described(meta, null, generation);
        return object != null && isWorthKeeping(object) ? ObjectFormat.write(object) : null;
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
}
