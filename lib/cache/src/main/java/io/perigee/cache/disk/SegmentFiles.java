package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
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
    private static final long USUAL_LENGTH = 64L << 20;
    private static final int LEAST = 16;
    private static final int MOST = 1024;

    private SegmentFiles() {}

    /**
     * Opens them. A file of another length is emptied.
     *
     * @throws IOException if they cannot be made, or another process uses them
     */
    static Segment[] open(Path folder, long bytes, LongSupplier nanos, DiskStore.Opener opener) throws IOException {
        Files.createDirectories(folder);
        int count = (int) Math.max(LEAST, Math.min(MOST, bytes / USUAL_LENGTH));
        long length = bytes / count > USUAL_LENGTH && count < MOST ? USUAL_LENGTH : bytes / count / 8 * 8;
        List<Segment> segments = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                long own = number < count - 1 ? length : bytes - length * (count - 1);
                Segment segment = new Segment(number, own, opener.open(file(folder, number)), nanos);
                segments.add(segment);
                if (number == 0) {
                    lock(segment.channel(), folder);
                }
                allocate(segment);
            }
            removeOthers(folder, count);
        } catch (IOException | RuntimeException e) {
            close(segments);
            throw e;
        }
        return segments.toArray(Segment[]::new);
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

    /** Whether they could be deleted; who still reads goes on. */
    static boolean delete(Path folder) {
        try {
            removeOthers(folder, 0);
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

    private static void lock(FileChannel channel, Path folder) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another store of this process.
        }
        throw new IOException(folder + " is in use by another process");
    }

    private static void allocate(Segment segment) throws IOException {
        FileChannel channel = segment.channel();
        if (channel.size() != segment.length()) {
            channel.truncate(0);
            segment.write(ByteBuffer.allocate(1), segment.length() - 1);
        }
    }

    private static void removeOthers(Path folder, int from) throws IOException {
        for (Path file : in(folder)) {
            String number = file.getFileName().toString().substring(PREFIX.length());
            if (number.matches("[0-9]{1,6}") && Integer.parseInt(number) >= from) {
                Files.delete(file);
            }
        }
    }
}
