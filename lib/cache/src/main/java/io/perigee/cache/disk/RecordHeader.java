package io.perigee.cache.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 48 bytes of a record: {@code magic:4 crc:4 generation:8 hash:8 variant:4 kind:4 metaLength:4 zero:4 bodyLength:8}, in network
 * byte order. The checksum (CRC-32C) covers what follows it and the meta behind the header. Then come the body, a CRC-32C of each 64 KiB of
 * it, and zeros up to a multiple of 8.
 *
 * <p>The generation is the segment's: what lies behind the last record was left by an earlier turn of the ring and has another.
 *
 * @param metaLength of what describes the body, in bytes
 */
record RecordHeader(int crc, long generation, long hash, int variant, Kind kind, int metaLength, long bodyLength) {
    static final int LENGTH = 48;
    static final int ALIGNMENT = 8;
    /** So much of a body has a checksum of its own. */
    static final int BLOCK = 64 * 1024;

    static final int MAGIC = 0x50524731;

    private static final int COVERED_FROM = 8;

    /** A record's length in all. */
    static long recordLength(long metaLength, long bodyLength) {
        long length = LENGTH + metaLength + bodyLength + checksumsLength(bodyLength);
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static long checksumsLength(long bodyLength) {
        return (bodyLength + BLOCK - 1) / BLOCK * 4;
    }

    long recordLength() {
        return recordLength(metaLength, bodyLength);
    }

    /** Header and meta as they are written. */
    static byte[] encode(long generation, long hash, int variant, Kind kind, byte[] meta, long bodyLength) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH + meta.length);
        bytes.putInt(MAGIC)
                .putInt(0)
                .putLong(generation)
                .putLong(hash)
                .putInt(variant)
                .putInt(kind.code())
                .putInt(meta.length)
                .putInt(0)
                .putLong(bodyLength)
                .put(meta);
        bytes.putInt(4, checksum(bytes.array(), bytes.limit()));
        return bytes.array();
    }

    /** What lies at the buffer's position; null when it is no header of this generation. The buffer stays as it is. */
    static @Nullable RecordHeader decode(ByteBuffer from, long generation) {
        int at = from.position();
        if (from.remaining() < LENGTH || from.getInt(at) != MAGIC || from.getLong(at + 8) != generation) {
            return null;
        }
        Kind kind = Kind.of(from.getInt(at + 28));
        if (kind == null || from.getInt(at + 32) < 0 || from.getLong(at + 40) < 0) {
            return null;
        }
        return new RecordHeader(
                from.getInt(at + 4),
                generation,
                from.getLong(at + 16),
                from.getInt(at + 24),
                kind,
                from.getInt(at + 32),
                from.getLong(at + 40));
    }

    /** Whether this header and the meta behind it are as they were written. */
    boolean matches(byte[] headerAndMeta) {
        return headerAndMeta.length == LENGTH + metaLength && crc == checksum(headerAndMeta, headerAndMeta.length);
    }

    /** Without the header before it. */
    static byte[] meta(byte[] headerAndMeta) {
        return Arrays.copyOfRange(headerAndMeta, LENGTH, headerAndMeta.length);
    }

    private static int checksum(byte[] headerAndMeta, int length) {
        CRC32C sum = new CRC32C();
        sum.update(headerAndMeta, COVERED_FROM, length - COVERED_FROM);
        return (int) sum.getValue();
    }
}
