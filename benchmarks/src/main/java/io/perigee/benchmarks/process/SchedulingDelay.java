package io.perigee.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How long threads could have run but waited for a processor, from Linux's {@code /proc}. */
public final class SchedulingDelay {

    /** Linux keeps so much of a thread's name. */
    private static final int NAME_LENGTH = 15;

    private SchedulingDelay() {}

    /**
     * Of all threads of a process whose name begins like that, since they started, in nanoseconds; 0 where the kernel does not
     * count it.
     */
    public static long nanosOf(Process process, String threads) throws IOException {
        String name = threads.substring(0, Math.min(NAME_LENGTH, threads.length()));
        List<Path> tasks;
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            tasks = all.toList();
        }
        long nanos = 0;
        for (Path task : tasks) {
            nanos += nanosOf(task, name);
        }
        return nanos;
    }

    private static long nanosOf(Path task, String name) {
        try {
            return Files.readString(task.resolve("comm")).startsWith(name)
                    ? waited(Files.readString(task.resolve("schedstat")))
                    : 0;
        } catch (IOException e) {
            // A thread that has ended since they were listed is none of those that are asked for: they stay.
            return 0;
        }
    }

    /** The second field of {@code /proc/PID/task/TID/schedstat} (the kernel's sched-stats document). */
    static long waited(String schedstat) {
        String[] fields = schedstat.strip().split(" ");
        return fields.length < 2 ? 0 : Long.parseLong(fields[1]);
    }
}
