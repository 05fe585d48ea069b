package io.perigee.benchmarks.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes what a benchmark has written. */
final class Trees {
    private Trees() {}

    /** What cannot be deleted, because it is still being written to, is left to whoever clears temporary files. */
    static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> files = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            System.getLogger(Trees.class.getName()).log(System.Logger.Level.DEBUG, "left behind: {0}", left);
        }
    }
}
