package io.perigee.origin.store;

import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;

/**
 * What bounds a store's disk and memory. The index of all objects is held in memory, at some 500 bytes an object.
 *
 * @param maximumObjectSize the largest object, 1 byte to 5 TiB; 5 GiB is what S3 takes in one PUT
 * @param maximumObjects objects in all buckets together, at least 1
 * @param maximumStoredSize all objects together, at least 1 byte
 * @param maximumBuckets at least 1
 */
public record StoreLimits(
        @Default("5GiB") ByteSize maximumObjectSize,
        @Default("1000000") long maximumObjects,
        @Default("1TiB") ByteSize maximumStoredSize,
        @Default("100") int maximumBuckets) {

    private static final long TIB = 1L << 40;

    /** @throws io.perigee.node.config.ConfigException if a limit is out of its range */
    public StoreLimits {
        new ConfigChecks()
                .that(
                        maximumObjectSize.bytes() >= 1 && maximumObjectSize.bytes() <= 5 * TIB,
                        "maximumObjectSize",
                        maximumObjectSize,
                        "1 to 5TiB")
                .that(maximumObjects >= 1, "maximumObjects", maximumObjects, "1 or more")
                .that(maximumStoredSize.bytes() >= 1, "maximumStoredSize", maximumStoredSize, "1 or more")
                .that(maximumBuckets >= 1, "maximumBuckets", maximumBuckets, "1 or more")
                .done();
    }

    /** The defaults. */
    public static StoreLimits standard() {
        return new StoreLimits(new ByteSize(5L << 30), 1_000_000, new ByteSize(TIB), 100);
    }
}
