package io.perigee.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * How many bytes processes have had the system read for them, from Linux's {@code /proc}: by {@code read} and by {@code sendfile}, from the disk
 * or out of the system's memory. What is read from sockets counts as well; what is read through a mapping does not.
 */
public final class FileReads {

    private static final String FIELD = "rchar:";

    private FileReads() {}

    /** Of the processes and their descendants since they started, in bytes. */
    public static long bytesOf(Collection<ProcessHandle> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .mapToLong(ProcessHandle::pid)
                .distinct()
                .map(FileReads::bytesOf)
                .sum();
    }

    private static long bytesOf(long pid) {
        try {
            return bytes(Files.readString(Path.of("/proc", Long.toString(pid), "io")));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Reads {@code /proc/PID/io} (proc(5)).
     *
     * @throws IllegalArgumentException if it is not such a file
     */
    static long bytes(String io) {
        return io.lines()
                .filter(line -> line.startsWith(FIELD))
                .mapToLong(line -> Long.parseLong(line.substring(FIELD.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not /proc/PID/io: " + io.strip()));
    }
}
