package io.perigee.origin.store;

import io.perigee.locks.LockedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets and objects in a data directory. Thread-safe; every method that touches the disk blocks and says so with
 * {@code IOException}, the others read memory.
 *
 * <p>Writes are atomic and durable: an object is written to a temporary file that is forced to disk, renamed to its
 * place, and the directory forced, before anybody sees it or its writer is answered. What a crash leaves is the old
 * object or the new one; leftovers go at the next start. An index of all objects is held in memory and read from the
 * files at start.
 */
public final class ObjectStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);
    private static final int COPY_BYTES = 64 * 1024;
    /** No process changes as many objects in a millisecond as these bits can count. */
    private static final int CHANGES_IN_A_MILLISECOND_BITS = 16;

    private final StoreLayout layout;
    private final StoreLimits limits;
    private final InstantSource clock;
    private final List<ObjectListener> listeners;
    private final ObjectJournal journal;
    private final LockedFile lock;

    private final ConcurrentNavigableMap<BucketName, BucketIndex> buckets = new ConcurrentSkipListMap<>();
    private final ReentrantLock bucketChanges = new ReentrantLock();

    /** One for each directory of object files: changes of one key come one after the other. */
    private final List<Lock> keyChanges = IntStream.range(0, StoreLayout.DIRECTORIES)
            .<Lock>mapToObj(i -> new ReentrantLock())
            .toList();

    private final AtomicLong ordinals = new AtomicLong();
    private final AtomicLong objectCount = new AtomicLong();
    private final AtomicLong storedBytes = new AtomicLong();

    private ObjectStore(
            StoreLayout layout,
            StoreLimits limits,
            InstantSource clock,
            List<ObjectListener> listeners,
            ObjectJournal journal,
            LockedFile lock) {
        this.layout = layout;
        this.limits = limits;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.journal = journal;
        this.lock = lock;
    }

    /**
     * Opens the store of a directory, which is made if it is missing.
     *
     * @throws IOException if the directory cannot be used, is in use by another store, or is of another format
     */
    public static ObjectStore open(
            Path directory, StoreLimits limits, InstantSource clock, List<ObjectListener> listeners)
            throws IOException {
        return open(directory, limits, clock, listeners, ObjectJournal.NONE);
    }

    /** The same with a journal of what happens. */
    public static ObjectStore open(
            Path directory,
            StoreLimits limits,
            InstantSource clock,
            List<ObjectListener> listeners,
            ObjectJournal journal)
            throws IOException {
        StoreLayout layout = new StoreLayout(directory);
        Files.createDirectories(directory);
        LockedFile lock = LockedFile.tryLock(layout.lock())
                .orElseThrow(() -> new IOException("data: " + directory + " is in use by another origin node"));
        try {
            ObjectStore store = new ObjectStore(layout, limits, clock, listeners, journal, lock);
            StoreRecovery.Recovered recovered = new StoreRecovery(layout).recover();
            store.buckets.putAll(recovered.buckets());
            store.ordinals.set(firstOrdinal(recovered.highestOrdinal(), clock));
            store.objectCount.set(recovered.objects());
            store.storedBytes.set(recovered.bytes());
            return store;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Above those of an earlier process, also of what that has removed. */
    private static long firstOrdinal(long highest, InstantSource clock) {
        return Math.max(highest, clock.millis() << CHANGES_IN_A_MILLISECOND_BITS);
    }

    /** All buckets, by name. */
    public List<Bucket> buckets() {
        return buckets.values().stream().map(BucketIndex::bucket).toList();
    }

    /** The bucket of this name. */
    public Optional<Bucket> bucket(BucketName name) {
        return Optional.ofNullable(buckets.get(name)).map(BucketIndex::bucket);
    }

    /** Makes a bucket, durably. */
    public CreateOutcome createBucket(BucketName name) throws IOException {
        bucketChanges.lock();
        try {
            if (buckets.containsKey(name)) {
                return CreateOutcome.ALREADY_THERE;
            }
            if (buckets.size() >= limits.maximumBuckets()) {
                return CreateOutcome.TOO_MANY_BUCKETS;
            }
            Instant created = now();
            Path prepared = layout.fresh();
            Files.createDirectories(StoreLayout.objects(prepared));
            StoreLayout.write(StoreLayout.created(prepared), Long.toString(created.toEpochMilli()));
            StoreLayout.sync(prepared);
            Files.move(prepared, layout.bucket(name), StandardCopyOption.ATOMIC_MOVE);
            StoreLayout.sync(layout.buckets());
            buckets.put(name, new BucketIndex(name, created));
            return CreateOutcome.CREATED;
        } finally {
            bucketChanges.unlock();
        }
    }

    /** Deletes a bucket that holds no objects, durably. */
    public DeleteOutcome deleteBucket(BucketName name) throws IOException {
        bucketChanges.lock();
        try {
            BucketIndex index = buckets.get(name);
            if (index == null) {
                return DeleteOutcome.NO_SUCH_BUCKET;
            }
            Lock alone = index.lifetime().writeLock();
            alone.lock();
            try {
                if (!index.isEmpty()) {
                    return DeleteOutcome.NOT_EMPTY;
                }
                Path removed = layout.fresh();
                Files.move(layout.bucket(name), removed, StandardCopyOption.ATOMIC_MOVE);
                StoreLayout.sync(layout.buckets());
                buckets.remove(name);
                StoreLayout.deleteTree(removed);
                return DeleteOutcome.DELETED;
            } finally {
                alone.unlock();
            }
        } finally {
            bucketChanges.unlock();
        }
    }

    /** What is known of an object; empty if there is no such object or bucket. */
    public Optional<StoredObject> find(BucketName bucket, ObjectKey key) {
        return Optional.ofNullable(buckets.get(bucket)).flatMap(index -> index.get(key));
    }

    /** An object with its bytes; empty if there is no such object or bucket. The caller closes it. */
    public Optional<OpenObject> open(BucketName bucket, ObjectKey key) throws IOException {
        Optional<StoredObject> found = find(bucket, key);
        while (found.isPresent()) {
            try {
                return Optional.of(new OpenObject(
                        found.get(), FileChannel.open(layout.file(found.get()), StandardOpenOption.READ)));
            } catch (NoSuchFileException e) {
                Optional<StoredObject> again = find(bucket, key);
                if (again.equals(found)) {
                    throw e;
                }
                // Replaced or deleted between the look-up and the opening: take what is there now.
                found = again;
            }
        }
        return Optional.empty();
    }

    /** One page of a bucket's keys; empty if there is no such bucket. */
    public Optional<Listing> list(BucketName bucket, ListRequest request) {
        return Optional.ofNullable(buckets.get(bucket)).map(index -> index.list(request));
    }

    /** Begins to write an object. The caller closes what it gets, also after a commit. */
    public Upload upload(BucketName bucket, ObjectKey key) throws IOException {
        return upload(bucket, key, ObjectEvent.Creation.PUT);
    }

    /** The same for an object that may be a copy of another. */
    public Upload upload(BucketName bucket, ObjectKey key, ObjectEvent.Creation how) throws IOException {
        return new Upload(this, bucket, key, how, layout.fresh());
    }

    /** Writes an object whose bytes are at hand as a stream. The stream is read to its end and not closed. */
    public PutOutcome put(BucketName bucket, ObjectKey key, ObjectAttributes attributes, InputStream bytes)
            throws IOException {
        try (Upload upload = upload(bucket, key)) {
            byte[] chunk = new byte[COPY_BYTES];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                Optional<PutOutcome.Refused> refused = upload.write(ByteBuffer.wrap(chunk, 0, read));
                if (refused.isPresent()) {
                    return refused.get();
                }
            }
            return upload.commit(attributes, new WriteCondition.Always());
        }
    }

    /**
     * Deletes an object, durably.
     *
     * @return what was deleted; empty if there was no such object or bucket
     */
    public Optional<StoredObject> delete(BucketName bucket, ObjectKey key) throws IOException {
        BucketIndex index = buckets.get(bucket);
        if (index == null) {
            return Optional.empty();
        }
        return changing(index, key, () -> {
            Optional<StoredObject> found = index.get(key);
            if (found.isPresent()) {
                remove(index, found.get());
            }
            return found;
        });
    }

    /** Objects in all buckets together. */
    public long objectCount() {
        return objectCount.get();
    }

    /** Bytes of all objects together. */
    public long storedBytes() {
        return storedBytes.get();
    }

    /** The bounds of this store. */
    public StoreLimits limits() {
        return limits;
    }

    /** Lets go of the directory. Uploads under way are lost; what was committed is on disk. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    boolean hasRoomFor(long bytes) {
        return storedBytes.get() + bytes <= limits.maximumStoredSize().bytes();
    }

    PutOutcome commit(Upload upload, ObjectAttributes attributes, WriteCondition condition) throws IOException {
        BucketIndex index = buckets.get(upload.bucket());
        if (index == null) {
            return PutOutcome.Refused.NO_SUCH_BUCKET;
        }
        Instant written = now();
        String etag = HexFormat.of().formatHex(upload.md5());
        upload.finish(ObjectFile.encodeTrailer(upload.key(), upload.size(), etag, written, attributes));
        return changing(index, upload.key(), () -> {
            Optional<StoredObject> inPlace = index.get(upload.key());
            if (buckets.get(upload.bucket()) != index) {
                return PutOutcome.Refused.NO_SUCH_BUCKET;
            }
            if (!condition.allows(inPlace)) {
                return PutOutcome.Refused.PRECONDITION_FAILED;
            }
            long growth = upload.size() - inPlace.map(StoredObject::size).orElse(0L);
            if (!hasRoomFor(growth) || (inPlace.isEmpty() && objectCount.get() >= limits.maximumObjects())) {
                return PutOutcome.Refused.STORE_FULL;
            }
            journal.admit(upload.bucket(), upload.key());
            StoredObject object = new StoredObject(
                    upload.bucket(),
                    upload.key(),
                    upload.size(),
                    etag,
                    written,
                    attributes,
                    ordinals.incrementAndGet());
            moveIntoPlace(upload.temporary(), object);
            index.put(object);
            count(inPlace.isPresent() ? 0 : 1, growth);
            if (inPlace.isPresent()) {
                Files.deleteIfExists(layout.file(inPlace.get()));
            }
            ObjectEvent created = new ObjectEvent.ObjectCreated(object, upload.how());
            journal.record(created);
            tell(created);
            return new PutOutcome.Stored(object);
        });
    }

    private void moveIntoPlace(Path temporary, StoredObject object) throws IOException {
        Path directory = layout.directory(object.bucket(), object.key());
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            StoreLayout.sync(StoreLayout.objects(layout.bucket(object.bucket())));
        }
        Path file = layout.file(object);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try {
            StoreLayout.sync(directory);
        } catch (IOException e) {
            // Its writer will be told that it failed: it must not come to light at the next start.
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void remove(BucketIndex index, StoredObject object) throws IOException {
        journal.admit(object.bucket(), object.key());
        ObjectEvent removed =
                new ObjectEvent.ObjectRemoved(object.bucket(), object.key(), ordinals.incrementAndGet(), now());
        journal.record(removed);
        // Out of the index first: a reader that still finds it and then no file looks again.
        index.remove(object.key());
        try {
            Files.deleteIfExists(layout.file(object));
        } catch (IOException e) {
            index.put(object);
            throw e;
        }
        count(-1, -object.size());
        StoreLayout.sync(layout.directory(object.bucket(), object.key()));
        tell(removed);
    }

    private void count(int objects, long bytes) {
        objectCount.addAndGet(objects);
        storedBytes.addAndGet(bytes);
    }

    private void tell(ObjectEvent event) {
        for (ObjectListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed on {} of {}/{}", event.ordinal(), event.bucket(), event.key(), e);
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Does something to one key while its bucket stays and nothing else changes the key. */
    private <T> T changing(BucketIndex index, ObjectKey key, DiskWork<T> work) throws IOException {
        Lock bucketStays = index.lifetime().readLock();
        Lock keyStays = keyChanges.get(StoreLayout.directoryNumber(key));
        bucketStays.lock();
        keyStays.lock();
        try {
            return work.run();
        } finally {
            keyStays.unlock();
            bucketStays.unlock();
        }
    }

    @FunctionalInterface
    private interface DiskWork<T> {
        T run() throws IOException;
    }
}
