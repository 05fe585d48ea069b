package io.perigee.functions.lambda.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sandbox's user leaves where every user of a Linux machine may write: files in the usual directories for that, and System V's
 * memory, queues and semaphores (sysvipc(7)). Looked after where the node cannot give sandboxes a view of their own.
 */
final class SharedPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(SharedPlaces.class);
    private static final List<Path> USUAL = List.of(
            Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"), Path.of("/dev/mqueue"), Path.of("/run/lock"));

    private static final Path IPC = Path.of("/proc/sysvipc");

    private final List<Path> directories;

    private SharedPlaces(List<Path> directories) {
        this.directories = directories;
    }

    static SharedPlaces usual() {
        return new SharedPlaces(USUAL);
    }

    static SharedPlaces in(List<Path> directories) {
        return new SharedPlaces(directories);
    }

    /** The bytes of that user's files there, counted until they are more than that. */
    long size(int user, long enough) {
        long size = 0;
        for (Path path : owned(user)) {
            size += Trees.size(path, enough - size);
            if (size > enough) {
                return size;
            }
        }
        return size;
    }

    /** Deletes all that belongs to that user, none of whose processes runs. */
    void clear(int user) {
        for (Path path : owned(user)) {
            try {
                Trees.delete(path);
            } catch (IOException e) {
                LOG.warn("{} of user {} cannot be deleted: {}", path, user, e.toString());
            }
        }
        removeIpc("shm", "-m", user);
        removeIpc("msg", "-q", user);
        removeIpc("sem", "-s", user);
    }

    private List<Path> owned(int user) {
        List<Path> owned = new ArrayList<>();
        for (Path directory : directories) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    if (isOwned(entry, user)) {
                        owned.add(entry);
                    }
                }
            } catch (IOException notOnThisMachine) {
                LOG.trace("no {}", directory, notOnThisMachine);
            }
        }
        return owned;
    }

    private static boolean isOwned(Path entry, int user) {
        try {
            return Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(user);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static void removeIpc(String kind, String option, int user) {
        for (String id : ids(kind, user)) {
            if (!Commands.succeeds(List.of("ipcrm", option, id))) {
                LOG.warn("{} {} of user {} cannot be removed", kind, id, user);
            }
        }
    }

    /** The table's columns differ by kind; the first line names them. */
    private static List<String> ids(String kind, int user) {
        List<String> ids = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(IPC.resolve(kind));
            List<String> names = columns(lines.getFirst());
            int creator = names.indexOf("cuid");
            for (String line : lines.subList(1, lines.size())) {
                List<String> fields = columns(line);
                if (fields.get(creator).equals(Integer.toString(user))) {
                    ids.add(fields.get(1));
                }
            }
        } catch (IOException noSuchTable) {
            LOG.trace("no table of {}", kind, noSuchTable);
        }
        return ids;
    }

    private static List<String> columns(String line) {
        return List.of(line.strip().split("\\s+"));
    }
}
