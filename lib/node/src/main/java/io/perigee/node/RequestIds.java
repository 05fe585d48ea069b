package io.perigee.node;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Request ids in the form of CloudFront's {@code X-Amz-Cf-Id}: 56 characters of base64url, the last two {@code =} signs.
 * They are unique (324 random bits) but not secret: a fast generator that is seeded well will do.
 */
public final class RequestIds {

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LENGTH = 56;
    private static final int RANDOM_CHARS = 54;
    private static final int CHARS_PER_LONG = 10;

    private RequestIds() {}

    /** A new id; the generator is the calling thread's own. */
    public static String next(RandomGenerator random) {
        byte[] id = new byte[LENGTH];
        long bits = 0;
        for (int i = 0; i < RANDOM_CHARS; i++) {
            if (i % CHARS_PER_LONG == 0) {
                bits = random.nextLong();
            }
            id[i] = ALPHABET[(int) bits & 63];
            bits >>>= 6;
        }
        id[RANDOM_CHARS] = '=';
        id[RANDOM_CHARS + 1] = '=';
        return new String(id, StandardCharsets.ISO_8859_1);
    }
}
