package io.perigee.cache;

import java.time.Duration;

/**
 * Sizes and limits of a cache.
 *
 * @param memoryBytes what stored responses may take together, bodies and heads; 1 MiB or more
 * @param maxObjectBytes a larger body is not stored, only streamed; 1 to {@code memoryBytes}
 * @param inFlightBytes what bodies may take together while they are being fetched; beyond it they are streamed without being stored
 * @param sliceThresholdBytes a longer body is kept in slices where its origin gives ranges of it; 1 or more
 * @param sliceBytes the length of a slice; 1 to {@code maxObjectBytes}
 * @param windowBytes how far a fetch may run ahead of its fastest reader, and how far a reader of a body that is not being
 *     stored may fall behind before it goes on by a fetch of its own; 64 KiB or more
 * @param maxVariants how many responses are kept under one key, told apart by {@code Vary}; 1 to 1000
 * @param maxMarks how many invalidation marks are kept before the cache is swept; 1 or more
 * @param hitForMiss how long requests for a key whose response could not be shared go straight to the upstream
 * @param maxHitForMiss how many such keys are remembered
 */
public record CacheSettings(
        long memoryBytes,
        long maxObjectBytes,
        long inFlightBytes,
        long sliceThresholdBytes,
        int sliceBytes,
        int windowBytes,
        int maxVariants,
        int maxMarks,
        Duration hitForMiss,
        int maxHitForMiss) {
    private static final long MIB = 1 << 20;

    public CacheSettings {
        require(memoryBytes >= MIB, "memoryBytes", memoryBytes, "1048576 or more");
        require(
                maxObjectBytes >= 1 && maxObjectBytes <= memoryBytes,
                "maxObjectBytes",
                maxObjectBytes,
                "1 to memoryBytes (" + memoryBytes + ")");
        require(inFlightBytes >= 0, "inFlightBytes", inFlightBytes, "0 or more");
        require(sliceThresholdBytes >= 1, "sliceThresholdBytes", sliceThresholdBytes, "1 or more");
        require(
                sliceBytes >= 1 && sliceBytes <= maxObjectBytes,
                "sliceBytes",
                sliceBytes,
                "1 to maxObjectBytes (" + maxObjectBytes + ")");
        require(windowBytes >= 65536, "windowBytes", windowBytes, "65536 or more");
        require(maxVariants >= 1 && maxVariants <= 1000, "maxVariants", maxVariants, "1 to 1000");
        require(maxMarks >= 1, "maxMarks", maxMarks, "1 or more");
        require(!hitForMiss.isNegative(), "hitForMiss", hitForMiss, "zero or more");
        require(maxHitForMiss >= 0, "maxHitForMiss", maxHitForMiss, "0 or more");
    }

    /**
     * The defaults around a memory size: objects up to 64 MiB, or an eighth of the memory when that is less; slices of 1 MiB for those
     * above 8 MiB, or above what is stored whole when that is less.
     */
    public static CacheSettings ofMemory(long memoryBytes) {
        long maxObjectBytes = Math.min(64 * MIB, memoryBytes / 8);
        return new CacheSettings(
                memoryBytes,
                maxObjectBytes,
                memoryBytes / 4,
                Math.min(8 * MIB, maxObjectBytes),
                (int) Math.min(MIB, maxObjectBytes),
                (int) MIB,
                32,
                100_000,
                Duration.ofSeconds(5),
                10_000);
    }

    /** With slices of this length for bodies above this threshold, both held to what is stored whole. */
    public CacheSettings withSlices(long thresholdBytes, int bytes) {
        return new CacheSettings(
                memoryBytes,
                maxObjectBytes,
                inFlightBytes,
                Math.min(thresholdBytes, maxObjectBytes),
                (int) Math.min(bytes, maxObjectBytes),
                windowBytes,
                maxVariants,
                maxMarks,
                hitForMiss,
                maxHitForMiss);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + expected + ", was " + value);
        }
    }
}
