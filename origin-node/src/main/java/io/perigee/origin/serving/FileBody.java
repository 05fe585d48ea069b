package io.perigee.origin.serving;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Sends a part of an open file as a response's body: the next piece is read when the one before has gone out. */
final class FileBody {

    private static final int PIECE_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final FileChannel file;
    private final DiskThreads disk;
    private final Promise<Void> done = Promise.promise();
    private long position;
    private long remaining;

    FileBody(HttpServerResponse response, FileChannel file, long offset, long length, DiskThreads disk) {
        this.response = response;
        this.file = file;
        this.disk = disk;
        this.position = offset;
        this.remaining = length;
    }

    /** Completes when all has gone out, or fails with what broke; the file is idle then. */
    Future<Void> send() {
        next();
        return done.future();
    }

    private void next() {
        if (remaining == 0) {
            response.end().onComplete(done::tryComplete, done::tryFail);
            return;
        }
        disk.call(this::read).compose(this::write).onComplete(ignored -> next(), done::tryFail);
    }

    private Future<Void> write(Buffer piece) {
        position += piece.length();
        remaining -= piece.length();
        return response.write(piece);
    }

    private Buffer read() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, remaining));
        int read = file.read(piece, position);
        if (read < 0) {
            throw new EOFException("the file is shorter than its object");
        }
        return Buffer.buffer(read).appendBytes(piece.array(), 0, read);
    }
}
