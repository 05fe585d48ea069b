package io.perigee.observability;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that begins with a header and is set aside when it is full. Used by one thread. */
final class RotatingFile implements AutoCloseable {

    private final Path path;
    private final long maxBytes;
    private final int keep;
    private final byte[] header;
    private FileChannel channel;
    private long size;

    private RotatingFile(Path path, long maxBytes, int keep, byte[] header, FileChannel channel) throws IOException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.keep = keep;
        this.header = header;
        this.channel = channel;
        this.size = channel.size();
        if (size == 0) {
            append(header, header.length);
        }
    }

    static RotatingFile open(Path path, long maxBytes, int keep, byte[] header) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new RotatingFile(path, maxBytes, keep, header, channel(path));
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Appends the first {@code length} bytes, which are whole lines; they are not spread over two files. */
    void write(byte[] lines, int length) throws IOException {
        if (!channel.isOpen()) {
            reopen();
        }
        if (size + length > maxBytes && size > header.length) {
            rotate();
        }
        append(lines, length);
    }

    private void append(byte[] bytes, int length) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            size += channel.write(buffer);
        }
    }

    private void rotate() throws IOException {
        channel.close();
        for (int age = keep - 1; age >= 1; age--) {
            if (Files.exists(aside(age))) {
                Files.move(aside(age), aside(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(path, aside(1), StandardCopyOption.REPLACE_EXISTING);
        reopen();
    }

    /** Also after a rotation that failed half way, so that the log comes back when the disk does. */
    private void reopen() throws IOException {
        channel = channel(path);
        size = channel.size();
        if (size == 0) {
            append(header, header.length);
        }
    }

    private Path aside(int age) {
        return path.resolveSibling(path.getFileName() + "." + age);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
