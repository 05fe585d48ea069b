package io.perigee.cache.disk;

import java.nio.ByteBuffer;
import java.util.List;

/** What the body of a record is made of. */
public sealed interface Content {
    /** No bytes. */
    Content NONE = new Bytes(List.of(), 0);

    long length();

    /**
     * Bytes in memory, which stay as they are until the record is written.
     *
     * @param pieces in order, {@code length} bytes together; their positions are not moved
     */
    record Bytes(List<ByteBuffer> pieces, long length) implements Content {}

    /** The body of another record, with its checksums: what was damaged there stays known as damaged. The caller holds a reference. */
    record Copy(DiskBody of) implements Content {
        @Override
        public long length() {
            return of.length();
        }
    }
}
