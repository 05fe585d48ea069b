package io.perigee.cache.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file of the ring. It is written once in each turn, which gives it a new generation; who reads a record counts himself, and as long as
 * anyone does nothing in it is overwritten.
 */
final class Segment {
    private static final int READER_BITS = 24;
    private static final long READERS = (1L << READER_BITS) - 1;

    private final int number;
    private final long length;
    private final FileChannel channel;
    // The generation, 0 for none, above the number of readers.
    private final AtomicLong state = new AtomicLong();

    Segment(int number, long length, FileChannel channel) {
        this.number = number;
        this.length = length;
        this.channel = channel;
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
        if ((state.getAndDecrement() & READERS) == 0) {
            throw new IllegalStateException("left more often than entered");
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
