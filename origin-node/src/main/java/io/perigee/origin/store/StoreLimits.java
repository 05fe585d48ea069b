package io.perigee.origin.store;

/**
 * What bounds a store's disk and memory. The index of all objects is held in memory, at some 500 bytes an object.
 *
 * @param maximumObjectBytes the largest object, 1 byte to 5 TiB
 * @param maximumObjects objects in all buckets together, at least 1
 * @param maximumStoredBytes bytes of all objects together, at least 1
 * @param maximumBuckets at least 1
 */
public record StoreLimits(long maximumObjectBytes, long maximumObjects, long maximumStoredBytes, int maximumBuckets) {

    private static final long TIB = 1L << 40;

    /** @throws IllegalArgumentException if a limit is out of its range */
    public StoreLimits {
        check("maximumObjectBytes", maximumObjectBytes, 5 * TIB);
        check("maximumObjects", maximumObjects, Long.MAX_VALUE);
        check("maximumStoredBytes", maximumStoredBytes, Long.MAX_VALUE);
        check("maximumBuckets", maximumBuckets, Integer.MAX_VALUE);
    }

    /** 5 GiB an object (what S3 takes in one PUT), a million objects, 1 TiB, 100 buckets. */
    public static StoreLimits standard() {
        return new StoreLimits(5L << 30, 1_000_000, TIB, 100);
    }

    private static void check(String field, long value, long maximum) {
        if (value < 1 || value > maximum) {
            throw new IllegalArgumentException("limits." + field + ": " + value + ": expected 1 to " + maximum);
        }
    }
}
