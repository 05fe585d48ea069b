package io.perigee.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A disk that refuses to be written when it is told to, and may have nothing in memory. */
public final class FaultyDisk implements DiskStore.Opener {
    private volatile @Nullable String refusal;
    private volatile boolean cold;

    /** From here on every write fails with this message. */
    public void refuse(String message) {
        refusal = message;
    }

    /** From here on it can be written again. */
    public void repair() {
        refusal = null;
    }

    /** From here on the system does not tell what it has in memory, so all of it has to be taken for being on disk. */
    public void forget() {
        cold = true;
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return new Faulty(DiskStore.Opener.SYSTEM.open(file));
    }

    private final class Faulty extends FileChannel {
        private final FileChannel real;

        Faulty(FileChannel real) {
            this.real = real;
        }

        private FileChannel writable() throws IOException {
            String message = refusal;
            if (message != null) {
                throw new IOException(message);
            }
            return real;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return real.read(into);
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) throws IOException {
            return real.read(into, offset, length);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return writable().write(from);
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) throws IOException {
            return writable().write(from, offset, length);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            return real.position(position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            return writable().truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            writable().force(metaData);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel to) throws IOException {
            return real.transferTo(position, count, to);
        }

        @Override
        public long transferFrom(ReadableByteChannel from, long position, long count) throws IOException {
            return writable().transferFrom(from, position, count);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return real.read(into, position);
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            return writable().write(from, position);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            if (cold) {
                throw new IOException("cannot be mapped");
            }
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
