package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A record as it is found on disk. */
public final class DiskRecord {
    private final byte[] meta;
    private final DiskBody body;

    private DiskRecord(byte[] meta, DiskBody body) {
        this.meta = meta;
        this.body = body;
    }

    /** What its owner described it by, as it was written. */
    public byte[] meta() {
        return meta;
    }

    /** Where its body lies; whether that is as it was written is not known yet. */
    public DiskBody body() {
        return body;
    }

    /** What lies at this place of a segment of this generation; null when that is no record, or its head is damaged. */
    static @Nullable DiskRecord read(DiskIndex index, Segment segment, long generation, Place place)
            throws IOException {
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(place.length(), 4096));
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
        return new DiskRecord(RecordHeader.meta(head), new DiskBody(index, segment, header, place));
    }
}
