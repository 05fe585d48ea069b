package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How large the files of a store can become.
 *
 * @param total what the file system is large, in bytes
 * @param left what of it the store can have: what is free, and what its files have already
 */
public record Room(long total, long left) {

    /** Of the file system that the folder is on; makes the folder where it is missing. */
    public static Room of(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileStore system = Files.getFileStore(folder);
        long own = 0;
        for (Path file : SegmentFiles.in(folder)) {
            own += Files.size(file);
        }
        return new Room(system.getTotalSpace(), system.getUsableSpace() + own);
    }
}
