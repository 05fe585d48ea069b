package io.perigee.cache;

import java.nio.file.Path;

/**
 * The disk beneath a cache's memory.
 *
 * @param folder is made where it is missing; for this cache alone
 * @param bytes what the files in it are long together, exactly; 1 MiB or more. A response that is longer than
 *     a 32nd of it, or than 32 MiB, is not kept
 * @param followsLog whether the node follows a change log: then nothing is served from disk before {@link CacheTier#logApplied} has said
 *     where the node goes on
 */
public record DiskSettings(Path folder, long bytes, boolean followsLog) {
    private static final long LEAST = 1 << 20;

    public DiskSettings {
        if (bytes < LEAST) {
            throw new IllegalArgumentException("bytes must be " + LEAST + " or more, was " + bytes);
        }
    }
}
