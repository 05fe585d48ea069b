package io.perigee.cache;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** A body that is stored whole: any part of it can be written at once, any number of times until the body is ended. */
public final class StoredBody implements AnswerBody {
    private final Chunks chunks;
    private boolean ended;
    private @Nullable Runnable stop;

    /** Takes over one reference. */
    StoredBody(Chunks chunks) {
        this.chunks = chunks;
    }

    @Override
    public long length() {
        return chunks.length();
    }

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to) {
        long length = chunks.length();
        if (length == 0) {
            discard();
            return to.end();
        }
        Buffer first = chunks.view(0, length);
        if (first.length() < length || to.writeQueueFull()) {
            return sendTo(to, 0, length);
        }
        end();
        try {
            return to.end(first).onComplete(written -> chunks.release());
        } catch (RuntimeException e) {
            chunks.release();
            return Future.failedFuture(e);
        }
    }

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to, long from, long count) {
        end();
        BodyPump pump = new BodyPump(new Range(chunks, from, count), to);
        stop = () -> pump.stop(new IllegalStateException("the body was discarded"));
        return pump.start();
    }

    /**
     * Writes a part without ending {@code to} nor this body: for answers of several ranges.
     *
     * @return completes when the part was written. This body must not be discarded before
     */
    public Future<Void> writeTo(WriteStream<Buffer> to, long from, long count) {
        if (ended) {
            throw new IllegalStateException("the body has been ended");
        }
        chunks.retain();
        return new BodyPump(new Range(chunks, from, count), to, BodyPump.AtEnd.LEAVE_OPEN).start();
    }

    @Override
    public ReadStream<Buffer> read() {
        end();
        BodyCopy copy = new BodyCopy(new Range(chunks, 0, Long.MAX_VALUE));
        stop = copy::stop;
        return copy;
    }

    @Override
    public void discard() {
        if (!ended) {
            ended = true;
            chunks.release();
        } else if (stop != null) {
            stop.run();
        }
    }

    private void end() {
        if (ended) {
            throw new IllegalStateException("the body has been ended");
        }
        ended = true;
    }

    /** Part of what is stored; takes over one reference. */
    private static final class Range implements BodySource {
        private final Chunks chunks;
        private final long end;
        private long position;
        private boolean closed;

        Range(Chunks chunks, long from, long count) {
            this.chunks = chunks;
            this.position = Math.min(from, chunks.length());
            this.end = position + Math.min(count, chunks.length() - position);
        }

        @Override
        public @Nullable Buffer poll() {
            if (position >= end) {
                return null;
            }
            Buffer view = chunks.view(position, end - position);
            position += view.length();
            return view;
        }

        @Override
        public boolean ended() {
            return position >= end;
        }

        @Override
        public @Nullable Throwable failure() {
            return null;
        }

        @Override
        public void whenReadable(Runnable readable) {
            // All of it is there from the start.
        }

        @Override
        public void settled() {
            // The reference is held to the end.
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                chunks.release();
            }
        }
    }
}
