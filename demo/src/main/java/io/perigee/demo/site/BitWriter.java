package io.perigee.demo.site;

import java.io.ByteArrayOutputStream;

/** Writes the bit strings of H.264, ITU-T H.264 section 7.2 and 9.1. */
final class BitWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int filled;

    /** The lowest bits of a value, highest first. */
    BitWriter u(int bits, int value) {
        for (int i = bits - 1; i >= 0; i--) {
            current = (current << 1) | ((value >>> i) & 1);
            if (++filled == 8) {
                bytes.write(current);
                current = 0;
                filled = 0;
            }
        }
        return this;
    }

    /** An unsigned Exp-Golomb code. */
    BitWriter ue(int value) {
        int code = value + 1;
        int length = Integer.SIZE - Integer.numberOfLeadingZeros(code);
        u(length - 1, 0);
        return u(length, code);
    }

    /** Fills the byte with zeros. */
    BitWriter align() {
        return filled == 0 ? this : u(8 - filled, 0);
    }

    /** Whole bytes; the writer must be aligned. */
    BitWriter bytes(byte[] more, int offset, int length) {
        bytes.write(more, offset, length);
        return this;
    }

    /** Ends the payload: a one, and zeros to the end of the byte. */
    byte[] finish() {
        u(1, 1).align();
        return bytes.toByteArray();
    }
}
