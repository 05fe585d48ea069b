package io.perigee.observability;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that begins with a header and is set aside when it is full, or when the period of its last line is over. Used by one
 * thread; another one compresses what is set aside.
 */
final class RotatingFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RotatingFile.class);
    private static final String COMPRESSED = ".gz";
    private static final int TAIL = 64 * 1024;

    private final Rules rules;
    private final byte[] header;
    private FileChannel channel;
    private long size;
    private long period;
    private CompletableFuture<Void> compressing = CompletableFuture.completedFuture(null);

    /** @param periodMillis periods are counted from the epoch */
    record Rules(Path path, long maxBytes, long periodMillis, int keep) {

        private Path aside(int age) {
            return path.resolveSibling(path.getFileName() + "." + age);
        }

        private long period(long millis) {
            return Math.floorDiv(millis, periodMillis);
        }
    }

    private RotatingFile(Rules rules, byte[] header, FileChannel channel) {
        this.rules = rules;
        this.header = header;
        this.channel = channel;
    }

    static RotatingFile open(Rules rules, byte[] header) throws IOException {
        Path folder = rules.path().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        RotatingFile file = new RotatingFile(rules, header, channel(rules.path()));
        file.begin();
        if (Files.exists(rules.aside(1))) {
            file.compressAside();
        }
        return file;
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Goes on behind the last whole line. */
    private void begin() throws IOException {
        period = rules.period(Files.getLastModifiedTime(rules.path()).toMillis());
        size = wholeLines(rules.path());
        channel.truncate(size);
        if (size == 0) {
            append(header, header.length);
        }
    }

    /** How many bytes there are up to the last end of a line. A file that ends in none for long is not ours to cut. */
    private static long wholeLines(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            long from = Math.max(0, length - TAIL);
            byte[] tail = new byte[(int) (length - from)];
            file.seek(from);
            file.readFully(tail);
            for (int i = tail.length - 1; i >= 0; i--) {
                if (tail[i] == '\n') {
                    return from + i + 1;
                }
            }
            return length;
        }
    }

    /** Appends the first {@code length} bytes, which are whole lines; they are not spread over two files. */
    void write(byte[] lines, int length, long nowMillis) throws IOException {
        if (!channel.isOpen()) {
            reopen();
        }
        long now = rules.period(nowMillis);
        boolean full = length > 0 && size + length > rules.maxBytes();
        if (size > header.length && (full || now != period)) {
            rotate();
        }
        period = now;
        append(lines, length);
    }

    /** All or nothing: half a line would spoil the next one. */
    private void append(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            size += length;
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
    }

    private void rotate() throws IOException {
        compressing.join();
        channel.close();
        for (int age = rules.keep() - 1; age >= 1; age--) {
            move(rules.aside(age), rules.aside(age + 1));
            move(compressed(rules.aside(age)), compressed(rules.aside(age + 1)));
        }
        Files.move(rules.path(), rules.aside(1), StandardCopyOption.REPLACE_EXISTING);
        compressAside();
        reopen();
    }

    private void compressAside() {
        compressing = CompletableFuture.runAsync(() -> compress(rules.aside(1)), RotatingFile::inBackground);
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path compressed(Path file) {
        return file.resolveSibling(file.getFileName() + COMPRESSED);
    }

    private static void inBackground(Runnable task) {
        Thread.ofPlatform().daemon().name("access-log-gzip").start(task);
    }

    /** What cannot be compressed stays as it is, and is kept as long. */
    private static void compress(Path file) {
        Path target = compressed(file);
        try {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
                Files.copy(file, out);
            }
            Files.delete(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be compressed: {}", file, e.toString());
            delete(target);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", file, e.toString());
        }
    }

    /** Also after a rotation that failed half way, so that the log comes back when the disk does. */
    private void reopen() throws IOException {
        channel = channel(rules.path());
        begin();
    }

    @Override
    public void close() throws IOException {
        compressing.join();
        channel.close();
    }
}
