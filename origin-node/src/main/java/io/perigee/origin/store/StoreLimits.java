package io.perigee.origin.store;

import io.perigee.node.config.ByteSize;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;

/**
 * What bounds a store's disk and memory. The index of all objects is held in memory, at some 500 bytes an object.
 */
public record StoreLimits(
        @Setting(value = "The largest object; 5 GiB is what S3 takes in one PUT.", min = "1", max = "5TiB")
        @Default("5GiB")
        ByteSize maximumObjectSize,

        @Setting(
                value = "Objects in all buckets together. The index in memory takes some 500 bytes an object.",
                min = "1")
        @Default("1000000")
        long maximumObjects,

        @Setting(value = "The size of all objects together.", min = "1") @Default("1TiB")
        ByteSize maximumStoredSize,

        @Setting(value = "Buckets.", min = "1") @Default("100")
        int maximumBuckets) {

    private static final long TIB = 1L << 40;

    /** The defaults. */
    public static StoreLimits standard() {
        return new StoreLimits(new ByteSize(5L << 30), 1_000_000, new ByteSize(TIB), 100);
    }
}
