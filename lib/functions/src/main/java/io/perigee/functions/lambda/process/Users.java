package io.perigee.functions.lambda.process;

import io.perigee.locks.LockedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Numeric users that nobody else on the machine has, one for each sandbox: what a user's processes may not do to each other's,
 * the kernel sees to. Several nodes on a machine share them by a locked file for each, which the kernel unlocks when a node
 * dies. They are taken in turn, so that one is not taken again while the last zombies of its processes count as its own.
 */
public final class Users {
    private final Path locks;
    private final int first;
    private final int count;
    private final Map<Integer, LockedFile> taken = new HashMap<>();
    private int next;

    /**
     * @param locks a directory that is the same for all nodes of the machine; made if it is not there
     * @param first from 1
     * @param count from 1
     */
    public Users(Path locks, int first, int count) {
        if (first < 1 || count < 1 || first > Integer.MAX_VALUE - count) {
            throw new IllegalArgumentException("users " + first + " to " + (first + (long) count - 1)
                    + ": expected numbers from 1 to " + Integer.MAX_VALUE);
        }
        try {
            Files.createDirectories(locks);
        } catch (IOException e) {
            throw new UncheckedIOException("users cannot be locked in " + locks, e);
        }
        this.locks = locks;
        this.first = first;
        this.count = count;
    }

    /** One that is free; empty if none is. Blocks on the disk. */
    synchronized OptionalInt take() {
        for (int tried = 0; tried < count; tried++) {
            int user = first + next;
            next = (next + 1) % count;
            if (!taken.containsKey(user) && lock(user)) {
                return OptionalInt.of(user);
            }
        }
        return OptionalInt.empty();
    }

    private boolean lock(int user) {
        try {
            Optional<LockedFile> lock = LockedFile.tryLock(locks.resolve(Integer.toString(user)));
            lock.ifPresent(locked -> taken.put(user, locked));
            return lock.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("users cannot be locked in " + locks, e);
        }
    }

    synchronized void giveBack(int user) {
        LockedFile lock = taken.remove(user);
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException("user " + user + " cannot be unlocked", e);
            }
        }
    }

    int first() {
        return first;
    }
}
