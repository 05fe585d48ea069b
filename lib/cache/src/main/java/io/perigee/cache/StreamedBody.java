package io.perigee.cache;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body that is still coming from upstream, perhaps for several readers. */
final class StreamedBody extends SourcedBody {
    private final BodyReader reader;
    private final long length;
    private final CatchUp catchUp;

    /** Where a reader goes on that was cut off because it fell too far behind the others. */
    @FunctionalInterface
    interface CatchUp {
        /** For a body that has one reader, who is never cut off. */
        CatchUp NONE = (position, limit) -> Future.failedFuture(lost(position));

        /**
         * A reader of the same body from {@code position} on, and no further than the given limit.
         *
         * @param limit the position after the last byte that is wanted; {@link Long#MAX_VALUE} for all
         */
        Future<BodyReader> from(long position, long limit);

        /** There is no way to go on. */
        static UpstreamException lost(long position) {
            return new UpstreamException(
                    Failure.UPSTREAM_FAILED, "fell too far behind and cannot go on at byte " + position, null);
        }
    }

    StreamedBody(BodyReader reader, long length, CatchUp catchUp) {
        this.reader = reader;
        this.length = length;
        this.catchUp = catchUp;
    }

    @Override
    public long length() {
        return length;
    }

    /** A reader of its own, so that several ranges can be read in any order; each keeps its place while the others are read. */
    @Override
    BodySource open(long from, long count) {
        BodyReader own = reader.fork();
        own.restrict(from, count);
        return new Resuming(own, catchUp);
    }

    @Override
    void release() {
        reader.close();
    }

    /** A reader, and when it is cut off, another in its place. */
    private static final class Resuming implements BodySource {
        private final BodyReader first;
        private final CatchUp catchUp;
        private BodyReader current;
        private boolean resuming;
        private boolean closed;
        private @Nullable Throwable failure;
        private @Nullable Runnable readable;

        Resuming(BodyReader first, CatchUp catchUp) {
            this.first = first;
            this.catchUp = catchUp;
            this.current = first;
        }

        @Override
        public @Nullable Buffer poll() {
            if (resuming) {
                return null;
            }
            Buffer bytes = current.poll();
            if (bytes == null && current.isCutOff() && failure == null) {
                resume();
            }
            return bytes;
        }

        private void resume() {
            resuming = true;
            catchUp.from(current.position(), current.limit()).onComplete(result -> {
                resuming = false;
                if (result.failed()) {
                    failure = result.cause();
                } else if (closed) {
                    result.result().close();
                    return;
                } else {
                    if (current != first) {
                        current.close();
                    }
                    current = result.result();
                    if (readable != null) {
                        current.whenReadable(readable);
                    }
                }
                if (readable != null) {
                    readable.run();
                }
            });
        }

        @Override
        public boolean ended() {
            return !resuming && current.ended();
        }

        @Override
        public @Nullable Throwable failure() {
            return failure != null || resuming ? failure : current.failure();
        }

        @Override
        public void whenReadable(Runnable action) {
            readable = action;
            current.whenReadable(action);
        }

        @Override
        public void settled() {
            first.settled();
        }

        @Override
        public void close() {
            closed = true;
            first.close();
            current.close();
        }
    }
}
