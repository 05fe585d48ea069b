package io.perigee.origin.s3;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME: polynomial 0xAD93D23594C93659, reflected, initial value and final exclusive-or all ones. What AWS's
 * newest clients send by default.
 */
final class Crc64Nvme implements Checksum {

    private static final long REFLECTED = Long.reverse(0xAD93D23594C93659L);
    private static final long[] TABLE = table();

    private long state = -1L;

    @Override
    public void update(int b) {
        state = (state >>> 8) ^ TABLE[(int) ((state ^ b) & 0xff)];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1L;
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long entry = i;
            for (int bit = 0; bit < 8; bit++) {
                entry = (entry & 1) == 0 ? entry >>> 1 : (entry >>> 1) ^ REFLECTED;
            }
            table[i] = entry;
        }
        return table;
    }
}
