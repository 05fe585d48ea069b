package io.perigee.cache;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Bytes outside the heap in a list of chunks, counted by reference as a whole: while anyone holds a reference all of them stay.
 *
 * <p>One thread appends, any number read what was appended before. What is handed out are views: Vert.x writes them to a socket
 * without copying and without releasing them, so whoever writes one keeps a reference until the write is done.
 */
final class Chunks implements StoredBytes, StoredBytes.Opened {
    private static final AtomicIntegerFieldUpdater<Chunks> REFERENCES =
            AtomicIntegerFieldUpdater.newUpdater(Chunks.class, "references");
    private static final int FIRST_CHUNK = 16 * 1024;
    private static final int LARGEST_CHUNK = 1024 * 1024;
    private static final int LARGEST_GUESS = 256 * 1024;

    private final Memory memory;
    private final long expected;
    private volatile int references = 1;
    // Most bodies are one chunk, and there are many of them: a table is made for the second. Replaced when a chunk is
    // added, so readers need no lock.
    private volatile @Nullable ByteBuf first;
    private volatile @Nullable Table table;
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

    @Override
    public long length() {
        return length;
    }

    /** What is allocated, in bytes. */
    @Override
    public long capacity() {
        long capacity = 0;
        for (ByteBuf chunk : chunks()) {
            capacity += chunk.capacity();
        }
        return capacity;
    }

    /** Copies these bytes to the end. One thread at a time, holding a reference. */
    void append(Buffer bytes) {
        ByteBuf source = ((BufferInternal) bytes).getByteBuf();
        while (source.isReadable()) {
            ByteBuf last = last();
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
        ByteBuf chunk = first;
        int offset = (int) position;
        if (current != null) {
            int index = current.indexOf(position);
            chunk = current.chunks[index];
            offset = (int) (position - current.starts[index]);
        }
        if (chunk == null) {
            throw new IndexOutOfBoundsException("there are no bytes at " + position);
        }
        int available = (int) Math.min(end - position, chunk.capacity() - offset);
        return BufferInternal.buffer(chunk.slice(offset, (int) Math.min(available, most)));
    }

    /** Takes a reference unless all are gone. */
    @Override
    public boolean tryRetain() {
        int now = references;
        while (now > 0) {
            if (REFERENCES.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = references;
        }
        return false;
    }

    /** Takes one more reference; the caller holds one already. */
    void retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("the memory has been given back");
        }
    }

    @Override
    public void release() {
        int left = REFERENCES.decrementAndGet(this);
        if (left < 0) {
            throw new IllegalStateException("released more often than retained");
        }
        if (left == 0) {
            for (ByteBuf chunk : chunks()) {
                chunk.release();
            }
        }
    }

    @Override
    public Opened toRead() {
        return this;
    }

    @Override
    public BodySource source(Context context, long from, long count) {
        return new ChunkSource(this, from, count);
    }

    @Override
    public AnswerBody body(Context context) {
        return new StoredBody(this, null);
    }

    /** The bytes as the system takes them; good as long as a reference is held. */
    List<ByteBuffer> pieces() {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long position = 0; position < length; ) {
            Buffer view = view(position, Long.MAX_VALUE);
            pieces.add(((BufferInternal) view).getByteBuf().nioBuffer());
            position += view.length();
        }
        return pieces;
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
        ByteBuf only = first;
        if (only == null) {
            first = chunk;
        } else {
            Table present = table;
            table = (present == null ? new Table(new ByteBuf[] {only}, new long[] {0}) : present).with(chunk, length);
        }
        return chunk;
    }

    private ByteBuf[] chunks() {
        Table several = table;
        ByteBuf only = first;
        if (several != null) {
            return several.chunks;
        }
        return only == null ? new ByteBuf[0] : new ByteBuf[] {only};
    }

    private @Nullable ByteBuf last() {
        Table several = table;
        return several == null ? first : several.chunks[several.chunks.length - 1];
    }

    /** Chunks and the position that each starts at. */
    private static final class Table {
        private final ByteBuf[] chunks;
        private final long[] starts;

        Table(ByteBuf[] chunks, long[] starts) {
            this.chunks = chunks;
            this.starts = starts;
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
