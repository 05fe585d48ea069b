package io.perigee.httpcaching;

/**
 * A range of bytes that lies within a representation.
 *
 * @param first position of its first byte, from 0
 * @param last position of its last byte, at least {@code first}
 */
public record ByteRange(long first, long last) {
    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a byte range: " + first + "-" + last);
        }
    }

    /** How many bytes it has: 1 or more. */
    public long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}, e.g. {@code bytes 0-99/1000}. */
    public String contentRange(long completeLength) {
        return "bytes " + first + "-" + last + "/" + completeLength;
    }
}
