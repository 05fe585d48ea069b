package io.perigee.functions.lambda.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where and how untrusted processes run.
 *
 * <p>Where the node is root, each sandbox has a numeric user of its own: its processes cannot signal, trace or read those of
 * others or the node, cannot get another user ({@code no_new_privs}), and are all found by that user, however they forked. Where
 * the node may mount, all but {@code /tmp} is read-only ({@link ReadOnlyView}), which is a directory of the sandbox's own, and so are
 * System V's and POSIX's objects for communication; else what the user leaves in shared directories is counted and deleted
 * ({@link SharedPlaces}). Where the node is not root, processes run as its user, are found by session, descent
 * and the {@code TMPDIR} that they were started with, and are only as separate as one user's processes are.
 *
 * <p>All methods block.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final Path TMP = Path.of("/tmp");
    private static final String TMPDIR = "TMPDIR";
    private static final int KILL_ROUNDS = 50;
    private static final long KILL_PAUSE_MILLIS = 20;

    /** The node's own threads come first when processors are scarce; what is left of them, functions get whole. */
    private static final String NICENESS = "10";

    /**
     * A session's weight is a third of the node's. Where the kernel groups processes by session (sched(7), "The autogroup feature"), that is
     * all that counts: {@code nice} only orders those of one session. Where it does not, or the node may not, there is nothing to write to.
     */
    private static final String NICE_SESSION = "{ echo 5 > /proc/self/autogroup; } 2> /dev/null; ";

    private final Path directory;
    private final Optional<Users> users;
    private final SandboxLimits limits;
    private final SharedPlaces shared;
    /** Empty where the node may not mount. Guarded by this. */
    private Optional<ReadOnlyView> view;

    /**
     * @param directory where temporary directories are made; what an earlier process left there is deleted
     * @param users empty to run as the node's user
     * @throws IllegalArgumentException if the users cannot reach the directory, or a program that is needed is missing
     */
    public Sandbox(Path directory, Optional<Users> users, SandboxLimits limits) {
        this.directory = directory;
        this.users = users;
        this.limits = limits;
        try {
            Trees.delete(directory);
            Files.createDirectories(directory);
            if (users.isPresent()) {
                requireReachable(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("sandboxes cannot use " + directory, e);
        }
        shared = SharedPlaces.usual();
        List<String> programs = users.isPresent()
                ? List.of("prlimit", "setsid", "nice", "setpriv")
                : List.of("prlimit", "setsid", "nice");
        for (String program : programs) {
            if (!Commands.succeeds(List.of(program, "--version"))) {
                throw new IllegalArgumentException(
                        "the program " + program + " (of util-linux or coreutils) is missing");
            }
        }
        view = users.isPresent() ? ReadOnlyView.open(directory) : Optional.empty();
    }

    private static void requireReachable(Path directory) throws IOException {
        for (Path path = directory.toRealPath(); path.getParent() != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new IllegalArgumentException("functions run as users of their own, who cannot reach " + directory
                        + ": " + path + " may not be entered by others");
            }
        }
    }

    /** A place for one more; empty if all users are taken. */
    public Optional<Place> open(String name) {
        OptionalInt user = OptionalInt.empty();
        if (users.isPresent()) {
            user = users.get().take();
            if (user.isEmpty()) {
                return Optional.empty();
            }
            int taken = user.getAsInt();
            if (!endAll(user, () -> ProcessTable.read().ofUser(taken))) {
                // A node that was killed has left processes of that user, which cannot be ended: somebody must look.
                LOG.error("processes of user {} cannot be ended; it stays taken", user.getAsInt());
                return Optional.empty();
            }
            shared.clear(user.getAsInt());
        }
        try {
            Path temporary = Files.createDirectory(
                    directory.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (user.isPresent()) {
                Files.setAttribute(temporary, "unix:uid", user.getAsInt());
                Files.setAttribute(temporary, "unix:gid", user.getAsInt());
            }
            return Optional.of(new Place(user, temporary, seesOwnTmp() ? TMP : temporary));
        } catch (IOException e) {
            user.ifPresent(taken -> users.orElseThrow().giveBack(taken));
            throw new UncheckedIOException("no temporary directory can be made in " + directory, e);
        }
    }

    /** Where all that the node has lies below {@code /tmp}, that cannot be covered. */
    private boolean seesOwnTmp() {
        return view().isPresent() && !directory.toAbsolutePath().startsWith(TMP);
    }

    private synchronized Optional<ReadOnlyView> view() {
        if (view.isPresent() && !view.get().isOpen()) {
            LOG.warn("somebody has ended the process that holds functions' view of the file system; it is made anew");
            view = ReadOnlyView.open(directory);
        }
        return view;
    }

    /**
     * That command as it is to be started to run in that place, as the leader of a session.
     *
     * @param work the directory that it runs in
     */
    public List<String> wrap(Place place, Path work, List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("prlimit", "--core=0:0"));
        wrapped.add("--nofile=" + limits.openFiles() + ':' + limits.openFiles());
        wrapped.add("--fsize=" + limits.temporaryBytes() + ':' + limits.temporaryBytes());
        if (place.user().isPresent()) {
            wrapped.add("--nproc=" + limits.processes() + ':' + limits.processes());
        }
        wrapped.addAll(List.of("--", "setsid", "--", "nice", "-n", NICENESS));
        Optional<ReadOnlyView> readOnly = view();
        String enter = "";
        if (readOnly.isPresent()) {
            wrapped.addAll(readOnly.get().enter());
            wrapped.addAll(List.of("unshare", "--mount", "--ipc", "--"));
            enter = place.temporaryPath().equals(TMP) ? "mount --bind \"$0\" /tmp && " : "";
        }
        wrapped.addAll(List.of("sh", "-c", NICE_SESSION + enter + "cd \"$1\" && shift && exec \"$@\""));
        wrapped.add(place.temporary().toString());
        wrapped.add(work.toString());
        wrapped.addAll(asUser(place.user()));
        wrapped.addAll(command);
        return wrapped;
    }

    private static List<String> asUser(OptionalInt user) {
        if (user.isEmpty()) {
            return List.of();
        }
        String id = Integer.toString(user.getAsInt());
        return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups", "--no-new-privs", "--");
    }

    /** That command as functions' users run it, but for no function: to see whether they can. */
    public List<String> trial(List<String> command) {
        List<String> wrapped = new ArrayList<>();
        users.ifPresent(range -> wrapped.addAll(asUser(OptionalInt.of(range.first()))));
        wrapped.addAll(command);
        return wrapped;
    }

    /** What of that table runs in the place whose leader that is. */
    public List<ProcessTable.Entry> processes(ProcessTable table, Place place, long leader) {
        return processes(table, place.user(), leader);
    }

    private static List<ProcessTable.Entry> processes(ProcessTable table, OptionalInt user, long leader) {
        return user.isPresent() ? table.ofUser(user.getAsInt()) : table.ofSession(leader);
    }

    /** Whether the connection from that port of this machine to that other one was made by what runs in the place. */
    public boolean isConnectedFrom(Place place, long leader, int port, int toPort) {
        Optional<Connections.Socket> socket = Connections.find(port, toPort);
        if (socket.isEmpty()) {
            return false;
        }
        if (place.user().isPresent()) {
            return socket.get().user() == place.user().getAsInt();
        }
        return processes(ProcessTable.read(), place, leader).stream()
                .anyMatch(entry -> Connections.has(entry.pid(), socket.get()));
    }

    /** Whether it has written more files than it may. */
    public boolean isTemporaryFull(Place place) {
        long most = limits.temporaryBytes();
        long size = Trees.size(place.temporary(), most);
        if (size <= most && place.user().isPresent() && view().isEmpty()) {
            size += shared.size(place.user().getAsInt(), most - size);
        }
        return size > most;
    }

    /**
     * Ends whatever runs in that place, deletes what it wrote and frees the place.
     *
     * @param leader the process that was started there
     */
    public void close(Place place, long leader) {
        if (!endAll(place.user(), () -> all(place, leader))) {
            LOG.error("processes of {} cannot be ended; its user and its directory stay taken", place);
            return;
        }
        free(place);
    }

    /** Frees a place in which nothing was started. */
    public void free(Place place) {
        try {
            Trees.delete(place.temporary());
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", place.temporary(), e.toString());
        }
        place.user().ifPresent(user -> {
            if (view().isEmpty()) {
                shared.clear(user);
            }
            users.orElseThrow().giveBack(user);
        });
    }

    /** What runs in that place, also what has left its session while its parents ended: it has the place's variable, if no user. */
    private static List<ProcessTable.Entry> all(Place place, long leader) {
        ProcessTable table = ProcessTable.read();
        List<ProcessTable.Entry> related = processes(table, place.user(), leader);
        if (place.user().isPresent()) {
            return related;
        }
        return Stream.concat(related.stream(), table.withVariable(TMPDIR + '=' + place.temporaryPath()).stream())
                .distinct()
                .toList();
    }

    private static boolean endAll(OptionalInt user, Supplier<List<ProcessTable.Entry>> all) {
        // More than once: what is not in a user's hands only may fork between the look and the signal.
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessTable.Entry> running = all.get();
            if (running.isEmpty()) {
                return true;
            }
            if (user.isPresent()) {
                // To all of the user's processes in one call of the kernel, which no fork can outrun.
                List<String> kill = new ArrayList<>(asUser(user));
                kill.addAll(List.of("sh", "-c", "kill -KILL -1"));
                var unused = Commands.succeeds(kill);
            } else {
                running.forEach(entry -> ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroyForcibly));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(KILL_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** What processes in that place are told of it: {@code TMPDIR}. */
    public Map<String, String> variables(Place place) {
        return Map.of(TMPDIR, place.temporaryPath().toString());
    }

    /** Nothing can be started any more; what runs stays as it is. */
    @Override
    public synchronized void close() {
        view.ifPresent(ReadOnlyView::close);
    }
}
