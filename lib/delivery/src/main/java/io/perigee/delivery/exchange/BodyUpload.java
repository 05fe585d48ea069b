package io.perigee.delivery.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Writes a body to a server as fast as the server takes it. Vert.x's own pipe ends a request whose server has gone, and then asks it whether it takes more.
 */
final class BodyUpload {

    private final ReadStream<Buffer> body;
    private final WriteStream<Buffer> server;
    private final Promise<Void> done = Promise.promise();

    private BodyUpload(ReadStream<Buffer> body, WriteStream<Buffer> server) {
        this.body = body;
        this.server = server;
    }

    /**
     * Begins.
     *
     * @param body paused; what still comes of it when the server has gone is dropped
     * @return completes when all of it has been written and ended; fails when either side breaks off, and the server's side is left as it is then
     */
    static Future<Void> begin(ReadStream<Buffer> body, WriteStream<Buffer> server) {
        BodyUpload upload = new BodyUpload(body, server);
        body.exceptionHandler(upload.done::tryFail);
        body.endHandler(end -> upload.end());
        body.handler(upload::write);
        body.resume();
        return upload.done.future();
    }

    private void write(Buffer part) {
        if (isOver()) {
            return;
        }
        server.write(part).onFailure(this::serverGone);
        if (!isOver() && server.writeQueueFull()) {
            body.pause();
            server.drainHandler(drained -> body.resume());
        }
    }

    private void end() {
        if (!isOver()) {
            server.end().onSuccess(done::tryComplete).onFailure(done::tryFail);
        }
    }

    private void serverGone(Throwable cause) {
        if (done.tryFail(cause)) {
            body.resume();
        }
    }

    private boolean isOver() {
        return done.future().isComplete();
    }
}
