package io.perigee.cache;

import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** No body: HEAD, 204, 304, failures. Holds nothing. */
public final class EmptyBody implements AnswerBody {
    static final EmptyBody INSTANCE = new EmptyBody();

    private EmptyBody() {}

    @Override
    public long length() {
        return 0;
    }

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to, long from, long count) {
        return to.end();
    }

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to, MultipartByteRanges parts) {
        return to.end();
    }

    @Override
    public ReadStream<Buffer> read() {
        return new Ended();
    }

    @Override
    public void discard() {
        // There is nothing to give back.
    }

    /** A stream that ends as soon as it is allowed to flow. */
    private static final class Ended implements ReadStream<Buffer> {
        private @Nullable Handler<Void> endHandler;

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return fetch(Long.MAX_VALUE);
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            Handler<Void> once = endHandler;
            endHandler = null;
            if (once != null) {
                once.handle(null);
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
            endHandler = handler;
            return this;
        }
    }
}
