package io.perigee.cache.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the ring. It is written once in each turn, which gives it a new generation; who reads a record counts himself, and as long as
 * anyone does nothing in it is overwritten.
 */
final class Segment {
    private static final int READER_BITS = 24;
    private static final long READERS = (1L << READER_BITS) - 1;

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final int number;
    private final long length;
    private final FileChannel channel;
    private final LongSupplier nanos;
    // The generation, 0 for none, above the number of readers.
    private final AtomicLong state = new AtomicLong();
    // Nothing is read through it: it is what the system is asked by which of the file's pages are in memory.
    private volatile @Nullable MappedByteBuffer pages;
    private volatile boolean discarded;

    Segment(int number, long length, FileChannel channel, LongSupplier nanos) {
        this.number = number;
        this.length = length;
        this.channel = channel;
        this.nanos = nanos;
    }

    int number() {
        return number;
    }

    long length() {
        return length;
    }

    FileChannel channel() {
        return channel;
    }

    /** Its turn of the ring, 1 or more; 0 when nothing in it counts. */
    long generation() {
        return state.get() >>> READER_BITS;
    }

    /** Counts a reader, if the segment is still of this generation. */
    boolean enter(long generation) {
        while (true) {
            long now = state.get();
            if (now >>> READER_BITS != generation || generation == 0 || (now & READERS) == READERS) {
                return false;
            }
            if (state.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    void leave() {
        long readers = state.getAndDecrement() & READERS;
        if (readers == 0) {
            throw new IllegalStateException("left more often than entered");
        }
        if (readers == 1 && discarded) {
            giveBack();
        }
    }

    /** The file is needed no more: what it takes on disk is given back as soon as nobody reads. Of one that is retired. */
    void discard() {
        discarded = true;
        if (!hasReaders()) {
            giveBack();
        }
    }

    /** Its name may be gone, but as long as it is open or mapped a file takes room: an empty one does not. */
    private void giveBack() {
        try (channel) {
            if (channel.isOpen()) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            LOG.debug("segment {} was not given back: {}", number, e.toString());
        }
    }

    /** Nobody new may read it; what is there stays for those who do. */
    void retire() {
        state.updateAndGet(now -> now & READERS);
    }

    boolean hasReaders() {
        return (state.get() & READERS) != 0;
    }

    /** Of one that has no readers and cannot get any. */
    void begin(long generation) {
        state.set(generation << READER_BITS);
    }

    /** A time that only rises. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** Whether all of these bytes are in the system's memory now, so that reading them waits for no disk. Does not block. */
    boolean isLoaded(long offset, long count) {
        MappedByteBuffer mapped = pages;
        if (mapped == null) {
            mapped = map();
        }
        return mapped != null
                && offset + count <= mapped.capacity()
                && mapped.slice((int) offset, (int) count).isLoaded();
    }

    /** Null where that cannot be: then nothing is taken to be in memory. */
    private @Nullable MappedByteBuffer map() {
        try {
            MappedByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(length, Integer.MAX_VALUE));
            pages = mapped;
            return mapped;
        } catch (IOException e) {
            LOG.debug("segment {} cannot be mapped: {}", number, e.toString());
            return null;
        }
    }

    /** Fills the buffer's rest with what lies at the offset. */
    void read(ByteBuffer into, long offset) throws IOException {
        long position = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, position);
            if (count < 0) {
                throw new EOFException("segment " + number + " ends at " + position);
            }
            position += count;
        }
    }

    void write(ByteBuffer from, long offset) throws IOException {
        long position = offset;
        while (from.hasRemaining()) {
            position += channel.write(from, position);
        }
    }
}
