package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A record as it is found on disk: a short one whole, of a longer one what describes it. */
public final class DiskRecord {
    /** So much is read at once; a record that is not longer takes one read. */
    private static final int AT_ONCE = 96 * 1024;
    /** So much of a longer record, which is enough for most heads. */
    private static final int HEAD = 4096;

    private final byte[] meta;
    private final DiskBody body;
    // The body and its checksums, if they came with the head.
    private final @Nullable ByteBuffer raw;

    private DiskRecord(byte[] meta, DiskBody body, @Nullable ByteBuffer raw) {
        this.meta = meta;
        this.body = body;
        this.raw = raw;
    }

    /** What its owner described it by, as it was written. */
    public byte[] meta() {
        return meta;
    }

    /** Where its body lies. */
    public DiskBody body() {
        return body;
    }

    /** Whether all of the body is as it was written. Blocks while it reads what has not been read. */
    public boolean isIntact() throws IOException {
        return raw == null ? body.isIntact() : body.isIntact(raw.duplicate());
    }

    /** The body, on the heap. Blocks while it reads what has not been read. */
    public ByteBuffer bytes() throws IOException {
        if (raw != null) {
            return raw.slice(0, (int) body.length());
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) body.length());
        body.read(bytes, 0);
        return bytes.flip();
    }

    /** What lies at this place of a segment of this generation; null when that is no record, or its head is damaged. */
    static @Nullable DiskRecord read(DiskIndex index, Segment segment, long generation, Place place)
            throws IOException {
        return read(index, segment, generation, place, place.length() <= AT_ONCE);
    }

    /** As {@link #read}, for those who do not look at the body. */
    static @Nullable DiskRecord readHead(DiskIndex index, Segment segment, long generation, Place place)
            throws IOException {
        return read(index, segment, generation, place, false);
    }

    private static @Nullable DiskRecord read(
            DiskIndex index, Segment segment, long generation, Place place, boolean whole) throws IOException {
        ByteBuffer first = ByteBuffer.allocate((int) (whole ? place.length() : Math.min(HEAD, place.length())));
        segment.read(first, place.offset());
        RecordHeader header = RecordHeader.decode(first.flip(), generation);
        if (header == null || header.recordLength() != place.length()) {
            return null;
        }
        byte[] head = new byte[RecordHeader.LENGTH + header.metaLength()];
        int there = Math.min(head.length, first.limit());
        first.get(0, head, 0, there);
        segment.read(ByteBuffer.wrap(head, there, head.length - there), place.offset() + there);
        if (!header.matches(head)) {
            return null;
        }
        DiskBody body = new DiskBody(index, segment, header, place);
        return new DiskRecord(
                RecordHeader.meta(head), body, whole ? first.slice(head.length, (int) body.rawLength()) : null);
    }
}
