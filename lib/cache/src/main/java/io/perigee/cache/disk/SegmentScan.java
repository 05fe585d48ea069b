package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a segment that has no footer, because the process ended before it was full: from its beginning up to the first one
 * that does not add up, which was being written then.
 */
final class SegmentScan {
    private static final int WINDOW = 1 << 20;

    private final DiskIndex index;
    private final Segment segment;
    private final long generation;

    SegmentScan(DiskIndex index, Segment segment, long generation) {
        this.index = index;
        this.segment = segment;
        this.generation = generation;
    }

    /** What lies in it; null when something behind the first bad record adds up, so that it is not known what is missing. */
    @Nullable
    Footer run() throws IOException {
        Footer found = new Footer();
        long position = 0;
        while (true) {
            RecordHeader header = header(position);
            if (header == null || !isIntact(header, position)) {
                return hasRecordBehind(position) ? null : found;
            }
            found.add(
                    header.hash(),
                    header.variant(),
                    header.kind(),
                    new Place(segment.number(), position, header.recordLength()));
            position += header.recordLength();
        }
    }

    private @Nullable RecordHeader header(long position) throws IOException {
        if (position + RecordHeader.LENGTH > segment.length()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(RecordHeader.LENGTH);
        segment.read(bytes, position);
        RecordHeader header = RecordHeader.decode(bytes.flip(), generation);
        if (header == null) {
            return null;
        }
        long most = segment.length() - position;
        boolean plausible = header.bodyLength() <= most && header.metaLength() <= most && header.recordLength() <= most;
        return plausible ? header : null;
    }

    private boolean isIntact(RecordHeader header, long position) throws IOException {
        Place place = new Place(segment.number(), position, header.recordLength());
        DiskRecord record = DiskRecord.read(index, segment, generation, place);
        return record != null && record.body().isIntact();
    }

    private boolean hasRecordBehind(long bad) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long start = bad + RecordHeader.ALIGNMENT; start < segment.length(); ) {
            window.clear().limit((int) Math.min(WINDOW, segment.length() - start));
            segment.read(window, start);
            window.flip();
            while (window.remaining() >= RecordHeader.LENGTH) {
                RecordHeader header = RecordHeader.decode(window, generation);
                if (header != null && isHeader(header, start + window.position())) {
                    return true;
                }
                window.position(window.position() + RecordHeader.ALIGNMENT);
            }
            if (window.limit() < WINDOW) {
                return false;
            }
            start += window.position();
        }
        return false;
    }

    private boolean isHeader(RecordHeader header, long position) throws IOException {
        long length = (long) RecordHeader.LENGTH + header.metaLength();
        if (position + length > segment.length()) {
            return false;
        }
        byte[] head = new byte[(int) length];
        segment.read(ByteBuffer.wrap(head), position);
        return header.matches(head);
    }
}
