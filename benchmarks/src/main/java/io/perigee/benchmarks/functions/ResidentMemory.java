package io.perigee.benchmarks.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process that is in RAM, as Linux tells it. */
final class ResidentMemory {
    private static final long PAGE = 4096;

    private ResidentMemory() {}

    static long bytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * PAGE;
    }
}
