package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The body of a record, for any number of readers on any threads. Whoever reads holds a reference; as long as anyone does, nothing is
 * overwritten. Without one it may be gone at any moment.
 */
public final class DiskBody {
    /** So long it is believed that what was in the system's memory still is: what is used is what the system lets go of last. */
    private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DiskIndex index;
    private final Segment segment;
    private final long generation;
    private final long hash;
    private final Place place;
    private final long offset;
    private final long length;
    private volatile boolean used;
    private volatile boolean lost;
    // When all of it was in the system's memory, by the segment's time; MIN_VALUE for never.
    private volatile long seenAtHandNanos = Long.MIN_VALUE;

    DiskBody(DiskIndex index, Segment segment, RecordHeader header, Place place) {
        this.index = index;
        this.segment = segment;
        this.generation = header.generation();
        this.hash = header.hash();
        this.place = place;
        this.offset = place.offset() + RecordHeader.LENGTH + header.metaLength();
        this.length = header.bodyLength();
    }

    public long length() {
        return length;
    }

    /** Whether it can still be read. */
    public boolean isThere() {
        return !lost && segment.generation() == generation;
    }

    /** Says when it was written, compared with others: what was written later has the same or more. */
    public long generation() {
        return generation;
    }

    /** Whether it can still be found. */
    public boolean isCurrent() {
        return isThere() && index.holds(hash, place);
    }

    /** Takes a reference, unless it is gone; what was used is kept when the ring comes round. */
    public boolean tryRetain() {
        if (lost || !segment.enter(generation)) {
            return false;
        }
        if (!used) {
            used = true;
            index.touch(hash, place);
        }
        return true;
    }

    public void release() {
        segment.leave();
    }

    /** The file that it lies in; to be read at {@link #offset}, to be closed by nobody. */
    public FileChannel channel() {
        return segment.channel();
    }

    /** Where it begins in the file. */
    public long offset() {
        return offset;
    }

    /**
     * Whether reading these bytes waits for no disk, as far as the system tells: they are in its memory now, or all of the body was a moment
     * ago. Does not block.
     */
    public boolean isAtHand(long from, long count) {
        long now = segment.nanos();
        long seen = seenAtHandNanos;
        if (seen != Long.MIN_VALUE && now - seen < BELIEVED_NANOS) {
            return true;
        }
        boolean loaded = segment.isLoaded(offset + from, count);
        if (loaded && count == length) {
            seenAtHandNanos = now;
        }
        return loaded;
    }

    /** What was in the system's memory may not be there any more. */
    public void doubt() {
        seenAtHandNanos = Long.MIN_VALUE;
    }

    /** It could not be read: it is gone, and not found any more. */
    public void lose() {
        lost = true;
        index.remove(hash, place);
    }

    /** Fills the buffer's rest with the bytes from {@code from} on. Blocks. */
    public void read(ByteBuffer into, long from) throws IOException {
        segment.read(into, offset + from);
    }

    /** Whether all of it is as it was written. Reads it; blocks. */
    public boolean isIntact() throws IOException {
        byte[] sums = new byte[(int) RecordHeader.checksumsLength(length)];
        segment.read(ByteBuffer.wrap(sums), offset + length);
        ByteBuffer expected = ByteBuffer.wrap(sums);
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(length, RecordHeader.BLOCK));
        for (long at = 0; at < length; at += RecordHeader.BLOCK) {
            block.clear().limit((int) Math.min(length - at, RecordHeader.BLOCK));
            segment.read(block, offset + at);
            CRC32C sum = new CRC32C();
            sum.update(block.flip());
            if ((int) sum.getValue() != expected.getInt()) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is body and checksums, and they agree. */
    boolean isIntact(ByteBuffer raw) {
        for (int at = 0; at < length; at += RecordHeader.BLOCK) {
            CRC32C sum = new CRC32C();
            sum.update(raw.slice(at, (int) Math.min(length - at, RecordHeader.BLOCK)));
            if ((int) sum.getValue() != raw.getInt((int) length + at / RecordHeader.BLOCK * 4)) {
                return false;
            }
        }
        return true;
    }

    /** What lies behind the meta: body and checksums. */
    long rawLength() {
        return length + RecordHeader.checksumsLength(length);
    }

    long hash() {
        return hash;
    }

    Place place() {
        return place;
    }
}
