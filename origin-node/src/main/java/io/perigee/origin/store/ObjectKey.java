package io.perigee.origin.store;

import java.nio.charset.StandardCharsets;

/**
 * An object's key: any Unicode text of 1 to 1024 bytes in UTF-8. Slashes, dots and control characters mean nothing to
 * the store: no key becomes a path. Keys sort by their UTF-8 bytes, as S3 lists them.
 *
 * @param value the key
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    /** Longest key in bytes of UTF-8. */
    public static final int MAXIMUM_BYTES = 1024;

    /** @throws IllegalArgumentException if the key is empty, too long, or holds half a surrogate pair */
    public ObjectKey {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("key: expected 1 to " + MAXIMUM_BYTES + " bytes of UTF-8");
        }
    }

    /** Whether this may be a key. */
    public static boolean isLegal(String key) {
        return !key.isEmpty()
                && key.length() <= MAXIMUM_BYTES
                && StandardCharsets.UTF_8.newEncoder().canEncode(key)
                && key.getBytes(StandardCharsets.UTF_8).length <= MAXIMUM_BYTES;
    }

    @Override
    public int compareTo(ObjectKey other) {
        return compareByUtf8(value, other.value);
    }

    /**
     * Orders text as its UTF-8 bytes are ordered, which is by code point. {@link String#compareTo} is not: it puts
     * surrogates, that is all above U+FFFF, before U+E000 to U+FFFF.
     */
    static int compareByUtf8(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xHigh = Character.isSurrogate(x);
                boolean yHigh = Character.isSurrogate(y);
                return xHigh == yHigh ? Character.compare(x, y) : Boolean.compare(xHigh, yHigh);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
