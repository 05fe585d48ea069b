package io.perigee.locks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is locked against all others, of this process and of other ones. The system unlocks it when the process dies.
 *
 * <p>The file should be there for nothing but the lock: closing <em>any</em> channel to a file ends all of the process's locks on it
 * (POSIX.1-2017, {@code fcntl}). For the same reason a file that is locked here is not even opened to be locked again.
 */
public final class LockedFile implements AutoCloseable {

    /** What this process has locked, by the names that the system knows them by. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private LockedFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks it, and makes it if it is not there; its folder must be. Does not wait for who has locked it.
     *
     * @return empty if it is locked already
     * @throws IOException if it cannot be made, opened or locked
     */
    public static Optional<LockedFile> tryLock(Path file) throws IOException {
        synchronized (HELD) {
            Path known = known(file);
            if (HELD.contains(known)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(known, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean locked = false;
            try {
                locked = channel.tryLock() != null;
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            if (!locked) {
                return Optional.empty();
            }
            HELD.add(known);
            return Optional.of(new LockedFile(known, channel));
        }
    }

    /** Without symbolic links, so that a file has one name. */
    private static Path known(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    }

    /** Unlocks it; the file stays, since another process may be about to lock it. Nothing happens the second time. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } finally {
                HELD.remove(file);
            }
        }
    }
}
