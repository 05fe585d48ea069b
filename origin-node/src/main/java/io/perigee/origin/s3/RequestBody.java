package io.perigee.origin.s3;

import io.perigee.origin.serving.DiskThreads;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a request's body piece by piece: the next one is asked of the socket when the one before is dealt with. */
final class RequestBody {

    /** Deals with a piece; may block. */
    interface Sink {
        void take(ByteBuffer bytes) throws IOException;
    }

    private final HttpServerRequest request;
    private final DiskThreads disk;
    private final Sink sink;
    private final Promise<Void> done = Promise.promise();
    private Future<Void> taken = Future.succeededFuture();

    private RequestBody(HttpServerRequest request, DiskThreads disk, Sink sink) {
        this.request = request;
        this.disk = disk;
        this.sink = sink;
    }

    /**
     * Reads to the end of the body.
     *
     * @param request paused, on its event loop
     * @return completes when the sink has taken all, or fails with what the sink threw or how the connection broke;
     *     the sink is idle in either case
     */
    static Future<Void> read(HttpServerRequest request, DiskThreads disk, Sink sink) {
        RequestBody body = new RequestBody(request, disk, sink);
        request.exceptionHandler(body::broken);
        request.handler(body::piece);
        request.endHandler(ignored -> body.taken.onComplete(body.done::tryComplete, body.done::tryFail));
        request.fetch(1);
        return body.done.future();
    }

    private void piece(Buffer buffer) {
        taken = taken.compose(ignored -> disk.run(() -> sink.take(ByteBuffer.wrap(buffer.getBytes()))));
        taken.onComplete(ignored -> request.fetch(1), done::tryFail);
    }

    /** What has come and waits is let go: Vert.x 5.1 keeps the buffers of a paused request when its connection closes. */
    private void broken(Throwable cause) {
        request.handler(ignored -> {});
        request.endHandler(ignored -> {});
        request.resume();
        taken.onComplete(ignored -> done.tryFail(cause));
    }
}
