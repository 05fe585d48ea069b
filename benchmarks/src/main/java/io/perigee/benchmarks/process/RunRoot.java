package io.perigee.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder for all that servers write. Deleted when it is closed. */
public record RunRoot(Path path) implements AutoCloseable {

    private static final Path IN_MEMORY = Path.of("/dev/shm");

    /** In memory where the system has {@code /dev/shm}: caches on files shall be measured, not this machine's disk. */
    public static RunRoot create() throws IOException {
        boolean inMemory = Files.isDirectory(IN_MEMORY) && Files.isWritable(IN_MEMORY);
        return new RunRoot(
                inMemory
                        ? Files.createTempDirectory(IN_MEMORY, "perigee-bench-")
                        : Files.createTempDirectory("perigee-bench-"));
    }

    /** Where temporary files are, which is on disk on most systems. */
    public static RunRoot onDisk() throws IOException {
        return new RunRoot(Files.createTempDirectory("perigee-bench-"));
    }

    /** A folder of its own for one server. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        // Servers that end delete some of their files themselves.
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
