package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.MultipartByteRanges;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body with bytes: opens a source for what is wanted of it, gives back what it holds itself, and leaves the rest to the source. */
abstract sealed class SourcedBody implements AnswerBody permits StoredBody, StreamedBody, SlicedBody, FileBody {
    private boolean ended;
    private @Nullable Runnable stop;

    /** A source of at most {@code count} bytes from {@code from} on, which holds what it needs until it is closed. */
    abstract BodySource open(long from, long count);

    /** Gives back what the body itself holds. Called once. */
    abstract void release();

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to, long from, long count) {
        return pump(take(from, count), to);
    }

    @Override
    public Future<Void> sendTo(WriteStream<Buffer> to, MultipartByteRanges parts) {
        end();
        List<BodySource> sources = parts.ranges().stream().map(this::open).toList();
        release();
        return pump(new PartsSource(parts, sources), to);
    }

    @Override
    public ReadStream<Buffer> read() {
        BodyCopy copy = new BodyCopy(take(0, Long.MAX_VALUE));
        stop = copy::stop;
        return copy;
    }

    @Override
    public void discard() {
        if (!ended) {
            ended = true;
            release();
        } else if (stop != null) {
            stop.run();
        }
    }

    /** From here on the body can only be discarded. */
    final void end() {
        if (ended) {
            throw new IllegalStateException("the body has been ended");
        }
        ended = true;
    }

    private BodySource open(ByteRange range) {
        return open(range.first(), range.length());
    }

    private BodySource take(long from, long count) {
        end();
        BodySource source = open(from, count);
        release();
        return source;
    }

    private Future<Void> pump(BodySource source, WriteStream<Buffer> to) {
        BodyPump pump = new BodyPump(source, to);
        stop = () -> pump.stop(new IllegalStateException("the body was discarded"));
        return pump.start();
    }
}
