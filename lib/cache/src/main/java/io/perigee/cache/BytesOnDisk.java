package io.perigee.cache;

import io.perigee.cache.disk.DiskBody;
import io.vertx.core.Context;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that lie on disk. Nothing holds them there but readers: the ring may have come round at any moment.
 *
 * @param reading where reads run that block
 */
record BytesOnDisk(DiskBody body, Executor reading) implements StoredBytes {
    /** The objects that stand for them, roughly. */
    private static final long WEIGHT = 160;

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public long capacity() {
        return WEIGHT;
    }

    @Override
    public boolean tryRetain() {
        return true;
    }

    @Override
    public void release() {
        // There is nothing to give back.
    }

    @Override
    public @Nullable Opened toRead() {
        return body.tryRetain() ? new Held(body, reading) : null;
    }

    /** With one reference to the body. */
    record Held(DiskBody disk, Executor reading) implements Opened {
        @Override
        public BodySource source(Context context, long from, long count) {
            return new FileSource(disk, from, count, context, reading);
        }

        @Override
        public AnswerBody body(Context context) {
            return new FileBody(this, context);
        }

        @Override
        public void release() {
            disk.release();
        }
    }
}
