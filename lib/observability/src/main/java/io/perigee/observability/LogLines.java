package io.perigee.observability;

import java.util.Arrays;

/** Lines on their way into a file, as bytes: what a log says is ASCII, and text that is made first would be copied twice. */
final class LogLines {

    /** The most decimal digits of a long, and its sign. */
    private static final int DIGITS = 20;

    private byte[] bytes;
    private int length;

    LogLines(int capacity) {
        this.bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many of {@link #bytes} count. */
    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    LogLines append(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    LogLines append(String ascii) {
        append(ascii, 0, ascii.length());
        return this;
    }

    /** The characters from {@code from} to before {@code to}, which are ASCII. */
    // Deprecated because it knows no other characters: it copies bytes, where the other methods make an array.
    @SuppressWarnings("deprecation")
    void append(String ascii, int from, int to) {
        room(to - from);
        ascii.getBytes(from, to, bytes, length);
        length += to - from;
    }

    /** @param number 0 or more */
    LogLines append(long number) {
        room(DIGITS);
        int end = length + digits(number);
        long left = number;
        for (int i = end - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length = end;
        return this;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long left = number / 10; left > 0; left /= 10) {
            digits++;
        }
        return digits;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
