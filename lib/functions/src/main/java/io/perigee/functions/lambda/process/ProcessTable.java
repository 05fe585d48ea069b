package io.perigee.functions.lambda.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What runs on this machine at one moment, as the kernel tells it in {@code /proc} (proc(5)). Zombies are left out. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final long PAGE_BYTES = 4096;
    /** The kernel's {@code USER_HZ}, the same on every platform that the JDK runs on. */
    private static final long TICK_NANOS = 1_000_000_000L / 100;

    /**
     * One process.
     *
     * @param residentBytes what of it is in memory
     * @param cpuNanos processor time of it, and of its children that have ended
     */
    public record Entry(long pid, long parent, long session, int user, long residentBytes, long cpuNanos) {}

    private final List<Entry> entries;

    private ProcessTable(List<Entry> entries) {
        this.entries = entries;
    }

    /** As of now. Blocks on the kernel for some microseconds per process. */
    public static ProcessTable read() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                read(process).ifPresent(entries::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("/proc cannot be read", e);
        }
        return new ProcessTable(entries);
    }

    private static Optional<Entry> read(Path process) {
        try {
            int user = (Integer) Files.getAttribute(process, "unix:uid");
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The second field is the program's name in brackets, and may hold brackets and spaces itself.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[0].equals("Z") || fields[0].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new Entry(
                    Long.parseLong(process.getFileName().toString()),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]),
                    user,
                    Long.parseLong(fields[21]) * PAGE_BYTES,
                    ticks(fields) * TICK_NANOS));
        } catch (IOException goneMeanwhile) {
            return Optional.empty();
        }
    }

    /** {@code utime}, {@code stime}, {@code cutime} and {@code cstime}. */
    private static long ticks(String[] fields) {
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    public List<Entry> entries() {
        return entries;
    }

    /** Those of that user. */
    List<Entry> ofUser(int user) {
        return select(entry -> entry.user() == user);
    }

    /** That process, what is in the session that it leads, and all that descend from any of these. */
    List<Entry> ofSession(long leader) {
        if (leader <= 1) {
            // Everything descends from these.
            throw new IllegalArgumentException("process " + leader + " leads no session of a sandbox");
        }
        Set<Long> found = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Entry entry : entries) {
                boolean belongs = entry.pid() == leader || entry.session() == leader || found.contains(entry.parent());
                grown |= belongs && found.add(entry.pid());
            }
        }
        return select(entry -> found.contains(entry.pid()));
    }

    /** Those of this process's user that were started with that in their environment. */
    List<Entry> withVariable(String assignment) {
        String sought = '\0' + assignment + '\0';
        return select(entry -> environment(entry.pid()).contains(sought));
    }

    /** Each variable after a null character and before one; nothing of what may not be read. */
    private static String environment(long pid) {
        try {
            return '\0'
                    + Files.readString(
                            PROC.resolve(Long.toString(pid)).resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrOfAnother) {
            return "";
        }
    }

    private List<Entry> select(Predicate<Entry> predicate) {
        return entries.stream().filter(predicate).toList();
    }
}
