package io.perigee.httpcaching;

/** Non-negative whole seconds as they come in fields (RFC 9111 section 1.2.2), saturated so that arithmetic never overflows. */
final class DeltaSeconds {
    /** What a value too large to count means: 2^31 seconds, 68 years. */
    static final long MAXIMUM = 1L << 31;

    static final long INVALID = -1;

    private DeltaSeconds() {}

    /** Digits only; anything else is {@link #INVALID}. */
    static long parse(String text) {
        if (text.isEmpty()) {
            return INVALID;
        }
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Ascii.isDigit(c)) {
                return INVALID;
            }
            seconds = Math.min(seconds * 10 + (c - '0'), MAXIMUM);
        }
        return seconds;
    }

    /** {@code a + b}, held at the ends of the range of {@code long}. */
    static long saturatedAdd(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }

    /** {@code a - b}, held at the ends of the range of {@code long}. */
    static long saturatedSubtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return difference;
    }
}
