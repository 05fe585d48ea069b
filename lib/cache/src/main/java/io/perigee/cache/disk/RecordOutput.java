package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes records, a short one in one write. One thread. */
final class RecordOutput {
    private final ByteBuffer staging = ByteBuffer.allocateDirect(256 * 1024);
    private final byte[] block = new byte[RecordHeader.BLOCK];

    /** Writes the record, all of it, at this offset. */
    void write(Segment to, long offset, byte[] headerAndMeta, Content content) throws IOException {
        staging.clear();
        long start = put(to, offset, ByteBuffer.wrap(headerAndMeta));
        long end = switch (content) {
            case Content.Bytes bytes -> put(to, start, bytes);
            case Content.Copy(DiskBody body) -> copy(to, start, body);
        };
        int odd = (int) (end % RecordHeader.ALIGNMENT);
        if (odd > 0) {
            end = put(to, end, ByteBuffer.allocate(RecordHeader.ALIGNMENT - odd));
        }
        flush(to, end);
    }

    private long put(Segment to, long offset, Content.Bytes bytes) throws IOException {
        ByteBuffer sums = ByteBuffer.allocate((int) RecordHeader.checksumsLength(bytes.length()));
        CRC32C sum = new CRC32C();
        int summed = 0;
        long at = offset;
        for (ByteBuffer piece : bytes.pieces()) {
            ByteBuffer rest = piece.duplicate();
            while (rest.hasRemaining()) {
                int count = Math.min(rest.remaining(), RecordHeader.BLOCK - summed);
                sum.update(rest.slice(rest.position(), count));
                summed += count;
                rest.position(rest.position() + count);
                if (summed == RecordHeader.BLOCK) {
                    sums.putInt((int) sum.getValue());
                    sum.reset();
                    summed = 0;
                }
            }
            at = put(to, at, piece.duplicate());
        }
        if (summed > 0) {
            sums.putInt((int) sum.getValue());
        }
        return put(to, at, sums.flip());
    }

    private long copy(Segment to, long offset, DiskBody body) throws IOException {
        long at = offset;
        for (long done = 0; done < body.rawLength(); done += block.length) {
            ByteBuffer part = ByteBuffer.wrap(block, 0, (int) Math.min(block.length, body.rawLength() - done));
            body.read(part, done);
            at = put(to, at, part.flip());
        }
        return at;
    }

    /** What is staged ends at {@code at}. */
    private long put(Segment to, long at, ByteBuffer bytes) throws IOException {
        long end = at + bytes.remaining();
        if (bytes.remaining() > staging.remaining()) {
            flush(to, at);
        }
        if (bytes.remaining() > staging.remaining()) {
            to.write(bytes, at);
        } else {
            staging.put(bytes);
        }
        return end;
    }

    private void flush(Segment to, long end) throws IOException {
        staging.flip();
        to.write(staging, end - staging.limit());
        staging.clear();
    }
}
