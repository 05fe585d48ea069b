package io.perigee.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** How long processors have worked for a process and all that it started, from Linux's {@code /proc}. */
public final class ProcessorTime {

    /** The unit of {@code /proc/PID/stat}: Linux shows 1/100 s to programs on every architecture that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int FIRST_TIME_FIELD = 11;
    private static final int TIME_FIELDS = 4;

    private ProcessorTime() {}

    /** What the processes and their descendants have used since they started, user and system, in microseconds. */
    public static long microsOf(Collection<ProcessHandle> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .mapToLong(ProcessHandle::pid)
                .distinct()
                .map(ProcessorTime::microsOf)
                .sum();
    }

    /** A process that has just ended counts as part of the one that waited for it. */
    private static long microsOf(long pid) {
        try {
            return micros(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Reads a line of {@code /proc/PID/stat} (proc(5)): {@code utime}, {@code stime}, and those of children that have ended.
     *
     * @throws IllegalArgumentException if it is not such a line
     */
    static long micros(String stat) {
        // The second field is the program's name in parentheses, which may hold anything, also spaces and parentheses.
        int nameEnd = stat.lastIndexOf(')');
        String[] fields = stat.substring(nameEnd + 1).strip().split(" ");
        if (nameEnd < 0 || fields.length < FIRST_TIME_FIELD + TIME_FIELDS) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: " + stat.strip());
        }
        long ticks = 0;
        for (int i = 0; i < TIME_FIELDS; i++) {
            ticks += Long.parseLong(fields[FIRST_TIME_FIELD + i]);
        }
        return ticks * MICROS_PER_TICK;
    }
}
