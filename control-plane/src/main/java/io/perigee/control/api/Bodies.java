package io.perigee.control.api;

import io.perigee.distribution.Limits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Takes requests' bodies in, within limits: documents into memory, uploads into a file. */
final class Bodies {

    /** Bytes of a document. */
    static final int DOCUMENT_LIMIT = 1 << 20;

    /** What is read of a body that nobody wants, so that the client gets to read the answer; beyond it, the connection is closed. */
    private static final int UNWANTED_LIMIT = 64 << 20;

    private final Vertx vertx;
    private final Path uploads;

    /** @param uploads an existing folder */
    Bodies(Vertx vertx, Path uploads) {
        this.vertx = vertx;
        this.uploads = uploads;
    }

    /** Reads and forgets. */
    static void discard(HttpServerRequest request) {
        long[] received = new long[1];
        request.handler(chunk -> {
            received[0] += chunk.length();
            if (received[0] > UNWANTED_LIMIT) {
                request.connection().close();
            }
        });
    }

    /** The body as UTF-8 text; fails with a problem if it is too long or not UTF-8. */
    Future<Received> text(HttpServerRequest request) {
        return whole(request, DOCUMENT_LIMIT).compose(body -> {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(java.nio.ByteBuffer.wrap(body.getBytes()))
                        .toString();
                return Future.succeededFuture(new Received.Text(text));
            } catch (CharacterCodingException e) {
                return Future.failedFuture(new ProblemException(Problem.of(400, "The document is not text in UTF-8.")));
            }
        });
    }

    /** The body as it is; fails with a problem if it is too long. */
    Future<Received> payload(HttpServerRequest request, int limit) {
        return whole(request, limit).map(Received.Payload::new);
    }

    private static Future<Buffer> whole(HttpServerRequest request, int limit) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(promise::tryFail);
        request.handler(chunk -> {
            if (body.length() + chunk.length() > limit) {
                discard(request);
                promise.tryFail(tooLarge(limit));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> promise.tryComplete(body));
        begin(request);
        return promise.future();
    }

    /** The body as a file of its own; fails with a problem if it is too long. */
    Future<Received> upload(HttpServerRequest request) {
        request.pause();
        Path target = uploads.resolve(UUID.randomUUID() + ".upload");
        return vertx.fileSystem()
                .open(target.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .compose(file -> write(request, file)
                        .eventually(file::close)
                        .<Received>map(sha256 -> new Received.Upload(target, sha256))
                        .recover(failure -> vertx.fileSystem()
                                .delete(target.toString())
                                .transform(gone -> Future.failedFuture(failure))));
    }

    /** Gives the file of an upload back. */
    Future<Void> release(Received received) {
        return received instanceof Received.Upload upload
                ? vertx.fileSystem().delete(upload.file().toString())
                : Future.succeededFuture();
    }

    private static Future<String> write(HttpServerRequest request, AsyncFile file) {
        Promise<String> promise = Promise.promise();
        MessageDigest digest = sha256();
        long[] received = new long[1];
        file.exceptionHandler(promise::tryFail);
        request.exceptionHandler(promise::tryFail);
        request.handler(chunk -> {
            received[0] += chunk.length();
            if (received[0] > Limits.FUNCTION_BYTES) {
                discard(request);
                promise.tryFail(tooLarge(Limits.FUNCTION_BYTES));
                return;
            }
            digest.update(chunk.getBytes());
            file.write(chunk).onFailure(promise::tryFail);
            if (file.writeQueueFull()) {
                request.pause();
                file.drainHandler(drained -> request.resume());
            }
        });
        request.endHandler(end -> promise.tryComplete(HexFormat.of().formatHex(digest.digest())));
        begin(request);
        request.resume();
        return promise.future();
    }

    private static void begin(HttpServerRequest request) {
        String expect = request.getHeader("Expect");
        if (expect != null && expect.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
    }

    private static ProblemException tooLarge(long limit) {
        return new ProblemException(Problem.of(413, "The body has more than " + limit + " bytes."));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
