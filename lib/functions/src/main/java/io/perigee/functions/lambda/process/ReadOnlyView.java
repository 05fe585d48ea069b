package io.perigee.functions.lambda.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A mount namespace (mount_namespaces(7)) in which nothing can be written but what lies in one directory: what sandboxes start
 * from, so that whatever a function writes is where its limit counts it and its end deletes it. Lambda's file system is read-only
 * but for {@code /tmp} as well.
 *
 * <p>A process holds it, which reads from a pipe of the node's and so ends with the node, however that ends.
 */
final class ReadOnlyView implements AutoCloseable {
    /** What the kernel shows of itself; nobody but root writes there. */
    private static final Set<String> KERNEL =
            Set.of("proc", "sysfs", "cgroup", "cgroup2", "devpts", "securityfs", "debugfs", "tracefs", "bpf", "autofs");

    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;
    private static final String READY = "ready";
    private static final String SCRIPT =
            "mount --bind \"$0\" \"$0\" && for place; do mount -o remount,bind,ro \"$place\" || exit 1; done && echo "
                    + READY + " && exec cat";

    private final Process holder;

    private ReadOnlyView(Process holder) {
        this.holder = holder;
    }

    /**
     * Makes one. Empty where the node may not mount.
     *
     * @param writable the one directory that stays writable
     */
    static Optional<ReadOnlyView> open(Path writable) {
        Process holder;
        try {
            List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--", "sh", "-c", SCRIPT));
            command.add(writable.toString());
            command.addAll(mountPoints());
            holder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
        try {
            BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
            if (READY.equals(said.readLine())) {
                return Optional.of(new ReadOnlyView(holder));
            }
        } catch (IOException ended) {
            // As when it says anything else.
        }
        holder.destroyForcibly();
        return Optional.empty();
    }

    /** Where something is mounted that could be written to. */
    private static List<String> mountPoints() throws IOException {
        List<String> places = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ", -1);
            int separator = List.of(fields).indexOf("-");
            boolean isReadOnly = List.of(fields[OPTIONS].split(",", -1)).contains("ro");
            if (!isReadOnly && !KERNEL.contains(fields[separator + 1])) {
                // proc(5): as octal numbers, since fields are separated by spaces.
                places.add(fields[MOUNT_POINT]
                        .replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\"));
            }
        }
        return places;
    }

    boolean isOpen() {
        return holder.isAlive();
    }

    /** What a command begins with to run in it, in its root directory. */
    List<String> enter() {
        return List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "--");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
