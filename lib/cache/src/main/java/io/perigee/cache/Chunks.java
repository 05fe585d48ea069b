package io.perigee.cache;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bytes outside the heap in a list of chunks, counted by reference as a whole: while anyone holds a reference all of them stay.
 *
 * <p>One thread appends, any number read what was appended before. What is handed out are views: Vert.x writes them to a socket
 * without copying and without releasing them, so whoever writes one keeps a reference until the write is done.
 */
final class Chunks {
    private static final int FIRST_CHUNK = 16 * 1024;
    private static final int LARGEST_CHUNK = 1024 * 1024;
    private static final int LARGEST_GUESS = 256 * 1024;

    private final Memory memory;
    private final long expected;
    private final AtomicInteger references = new AtomicInteger(1);
    // Replaced when a chunk is added, so readers need no lock.
    private volatile Table table = new Table(new ByteBuf[0], new long[0]);
    private volatile long length;
    private int nextChunk = FIRST_CHUNK;

    /**
     * No bytes yet; the caller holds the one reference.
     *
     * @param expected how many bytes will come, or -1
     */
    Chunks(Memory memory, long expected) {
        this.memory = memory;
        this.expected = expected;
    }

    long length() {
        return length;
    }

    /** What is allocated, in bytes. */
    long capacity() {
        long capacity = 0;
        for (ByteBuf chunk : table.chunks) {
            capacity += chunk.capacity();
        }
        return capacity;
    }

    /** Copies these bytes to the end. One thread at a time, holding a reference. */
    void append(Buffer bytes) {
        ByteBuf source = ((BufferInternal) bytes).getByteBuf();
        while (source.isReadable()) {
            ByteBuf last = table.last();
            if (last == null || !last.isWritable()) {
                last = addChunk(source.readableBytes());
            }
            int count = Math.min(last.writableBytes(), source.readableBytes());
            last.writeBytes(source, count);
            published(length + count);
        }
    }

    /** The same bytes without unused memory at the end, when that is worth a copy. The caller gets a reference of its own. */
    Chunks compact() {
        if (capacity() - length <= length / 8) {
            retain();
            return this;
        }
        Chunks exact = new Chunks(memory, length);
        for (long position = 0; position < length; ) {
            Buffer view = view(position, Long.MAX_VALUE);
            exact.append(view);
            position += view.length();
        }
        return exact;
    }

    /** A view of the bytes at {@code position}, 1 to {@code most} of them; position must be less than {@link #length}. */
    Buffer view(long position, long most) {
        long end = length;
        Table current = table;
        int index = current.indexOf(position);
        long start = current.starts[index];
        int offset = (int) (position - start);
        int available = (int) Math.min(end - position, current.chunks[index].capacity() - offset);
        int count = (int) Math.min(available, most);
        return BufferInternal.buffer(current.chunks[index].slice(offset, count));
    }

    /** Takes a reference unless all are gone. */
    boolean tryRetain() {
        int now = references.get();
        while (now > 0) {
            if (references.compareAndSet(now, now + 1)) {
                return true;
            }
            now = references.get();
        }
        return false;
    }

    /** Takes one more reference; the caller holds one already. */
    void retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("the memory has been given back");
        }
    }

    void release() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("released more often than retained");
        }
        if (left == 0) {
            for (ByteBuf chunk : table.chunks) {
                chunk.release();
            }
        }
    }

    private void published(long newLength) {
        length = newLength;
    }

    private ByteBuf addChunk(int atLeast) {
        long missing = expected - length;
        int size;
        if (missing > 0) {
            size = (int) Math.min(missing, LARGEST_CHUNK);
        } else {
            size = Math.min(LARGEST_CHUNK, Math.max(nextChunk, atLeast));
            nextChunk = Math.min(LARGEST_GUESS, nextChunk * 2);
        }
        ByteBuf chunk = memory.allocate(size);
        table = table.with(chunk, length);
        return chunk;
    }

    /** Chunks and the position that each starts at. */
    private static final class Table {
        private final ByteBuf[] chunks;
        private final long[] starts;

        Table(ByteBuf[] chunks, long[] starts) {
            this.chunks = chunks;
            this.starts = starts;
        }

        @Nullable
        ByteBuf last() {
            return chunks.length == 0 ? null : chunks[chunks.length - 1];
        }

        Table with(ByteBuf chunk, long start) {
            ByteBuf[] more = Arrays.copyOf(chunks, chunks.length + 1);
            long[] moreStarts = Arrays.copyOf(starts, starts.length + 1);
            more[chunks.length] = chunk;
            moreStarts[starts.length] = start;
            return new Table(more, moreStarts);
        }

        int indexOf(long position) {
            int found = Arrays.binarySearch(starts, position);
            return found >= 0 ? found : -found - 2;
        }
    }
}
