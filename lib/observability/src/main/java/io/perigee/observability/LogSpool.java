package io.perigee.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Log files between the log's thread, which writes them, and the thread that delivers them: {@code open}, {@code closed}, {@code ready}, each
 * holding {@code <bucket>/<key>}. A file moves on by being renamed, so that a process that is killed at any moment leaves nothing that the next
 * one does not understand.
 */
final class LogSpool {

    private static final String COMPRESSED = ".gz";
    private static final String UNFINISHED = ".part";

    private final Path open;
    private final Path closed;
    private final Path ready;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    /** A file that is ready to be delivered. */
    record Ready(Path file, String bucket, String key) {}

    private LogSpool(Path folder, long maxBytes) {
        this.open = folder.resolve("open");
        this.closed = folder.resolve("closed");
        this.ready = folder.resolve("ready");
        this.maxBytes = maxBytes;
    }

    static LogSpool open(Path folder, long maxBytes, MeterRegistry registry) throws IOException {
        LogSpool spool = new LogSpool(folder, maxBytes);
        for (Path stage : List.of(spool.open, spool.closed, spool.ready)) {
            Files.createDirectories(stage);
        }
        for (Path left : files(spool.open)) {
            move(left, spool.closed.resolve(spool.open.relativize(left)));
        }
        for (Path left : files(spool.ready)) {
            if (left.toString().endsWith(UNFINISHED)) {
                Files.delete(left);
            }
        }
        for (Path left : files(folder)) {
            spool.bytes.addAndGet(Files.size(left));
        }
        Gauge.builder("perigee.access.log.spool", spool.bytes, AtomicLong::get)
                .baseUnit("bytes")
                .description("Access logs on the disk that are not delivered yet")
                .register(registry);
        return spool;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Path folder = to.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file to be; the first line makes it. */
    Writing begin(String bucket, String key, byte[] header) {
        return new Writing(open.resolve(bucket).resolve(key), header);
    }

    /** A file that is written. Used by one thread. */
    final class Writing {
        private final Path file;
        private final byte[] header;
        private @Nullable FileChannel channel;
        private long length;

        private Writing(Path file, byte[] header) {
            this.file = file;
            this.header = header;
        }

        long length() {
            return length;
        }

        /** Appends whole lines, all or none of them. */
        void append(byte[] lines, int count) throws IOException {
            if (count == 0) {
                return;
            }
            if (bytes.get() + count > maxBytes) {
                throw new IOException(
                        "there are " + bytes + " bytes that are not delivered yet, the limit is " + maxBytes);
            }
            FileChannel to = channel;
            if (to == null) {
                Path folder = file.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                to = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel = to;
            }
            if (length == 0) {
                write(to, header, header.length);
            }
            write(to, lines, count);
        }

        private void write(FileChannel to, byte[] lines, int count) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(lines, 0, count);
            try {
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            } catch (IOException e) {
                to.truncate(length);
                throw e;
            }
            length += count;
            bytes.addAndGet(count);
        }

        /** Nothing is appended any more. */
        void finish() throws IOException {
            FileChannel written = channel;
            if (written != null) {
                written.close();
                move(file, closed.resolve(open.relativize(file)));
            }
        }
    }

    /** Compresses what is closed. Called by the delivering thread. */
    void compress() throws IOException {
        for (Path file : files(closed)) {
            Path target = ready.resolve(closed.relativize(file) + COMPRESSED);
            Path part = ready.resolve(closed.relativize(file) + UNFINISHED);
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
                Files.copy(file, out);
            }
            move(part, target);
            bytes.addAndGet(Files.size(target) - Files.size(file));
            Files.delete(file);
        }
    }

    /** What is to be delivered, by name. */
    List<Ready> ready() throws IOException {
        return files(ready).stream()
                .filter(file -> file.toString().endsWith(COMPRESSED))
                .map(file -> {
                    Path name = ready.relativize(file);
                    return new Ready(
                            file,
                            name.getName(0).toString(),
                            name.subpath(1, name.getNameCount()).toString());
                })
                .toList();
    }

    /** The bucket has it. */
    void delivered(Ready file) throws IOException {
        long length = Files.size(file.file());
        Files.delete(file.file());
        bytes.addAndGet(-length);
    }
}
