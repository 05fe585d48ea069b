package io.perigee.cache.disk;

import io.perigee.locks.LockedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a ring, made where they are missing. Together they are exactly as long as the store may be: 64 MiB each, the last one longer;
 * shorter ones for a small store, longer ones for a store of more than 64 GiB.
 */
final class SegmentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    private static final String PREFIX = "segment-";
    private static final String LOCK = "lock";
    private static final long USUAL_LENGTH = 64L << 20;
    private static final int LEAST = 16;
    private static final int MOST = 1024;

    private SegmentFiles() {}

    /**
     * Makes the folder, and keeps it from being used by another store, of this process or of another one.
     *
     * @throws IOException if that is not possible, or another one uses it
     */
    static LockedFile lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        return LockedFile.tryLock(folder.resolve(LOCK))
                .orElseThrow(() -> new IOException(folder + " is in use by another process"));
    }

    /**
     * Opens them, in a folder that is {@linkplain #lock locked}. Unless they are exactly the files that a store of this size has, all are
     * emptied: what was in the missing part may have forbidden what is in the rest.
     *
     * @throws IOException if they cannot be made
     */
    static Segment[] open(Path folder, long bytes, LongSupplier nanos, DiskStore.Opener opener) throws IOException {
        int count = (int) Math.max(LEAST, Math.min(MOST, bytes / USUAL_LENGTH));
        long length = bytes / count > USUAL_LENGTH && count < MOST ? USUAL_LENGTH : bytes / count / 8 * 8;
        List<Segment> segments = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                long own = number < count - 1 ? length : bytes - length * (count - 1);
                Segment segment = new Segment(number, own, opener.open(file(folder, number)), nanos);
                segments.add(segment);
            }
            if (!areAll(folder, segments)) {
                empty(segments);
                // Last: after a crash before it the files are still seen not to be all.
                removeFrom(folder, count);
            }
        } catch (IOException | RuntimeException e) {
            close(segments);
            throw e;
        }
        return segments.toArray(Segment[]::new);
    }

    /** Of segments that nobody reads. After a crash in between some are too short, so that {@link #open} does it again. */
    static void empty(Iterable<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            segment.channel().truncate(0);
        }
        for (Segment segment : segments) {
            segment.write(ByteBuffer.allocate(1), segment.length() - 1);
        }
    }

    static void close(Iterable<Segment> segments) {
        for (Segment segment : segments) {
            try {
                segment.channel().close();
            } catch (IOException e) {
                LOG.debug("segment {} was not closed: {}", segment.number(), e.toString());
            }
        }
    }

    static void unlock(LockedFile lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("a folder was not unlocked: {}", e.toString());
        }
    }

    /** Whether they could be deleted; who still reads goes on. */
    static boolean delete(Path folder) {
        try {
            removeFrom(folder, 0);
            return true;
        } catch (IOException e) {
            LOG.warn("the files in {} could not be deleted, delete them: {}", folder, e.toString());
            return false;
        }
    }

    /** The files of a store in this folder. */
    static List<Path> in(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            files.forEach(found::add);
        }
        return found;
    }

    private static Path file(Path folder, int number) {
        return folder.resolve(PREFIX + number);
    }

    private static boolean areAll(Path folder, List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            if (segment.channel().size() != segment.length()) {
                return false;
            }
        }
        return numbered(folder, segments.size()).isEmpty();
    }

    private static void removeFrom(Path folder, int least) throws IOException {
        for (Path file : numbered(folder, least)) {
            Files.delete(file);
        }
    }

    /** The files of a store with this number or a higher one. */
    private static List<Path> numbered(Path folder, int least) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : in(folder)) {
            String number = file.getFileName().toString().substring(PREFIX.length());
            if (number.matches("[0-9]{1,6}") && Integer.parseInt(number) >= least) {
                found.add(file);
            }
        }
        return found;
    }
}
