package io.perigee.cache;

import io.perigee.cache.disk.DiskBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** A body that lies on disk. */
final class FileBody extends SourcedBody {
    private final BytesOnDisk.Held held;
    private final Context context;

    /** Takes over one reference. */
    FileBody(BytesOnDisk.Held held, Context context) {
        this.held = held;
        this.context = context;
    }

    @Override
    public long length() {
        return held.disk().length();
    }

    /** The system sends it from the file's pages. */
    @Override
    public Future<Void> sendFileTo(HttpServerResponse to, long from, long count) {
        DiskBody disk = held.disk();
        long start = Math.min(from, disk.length());
        end();
        try {
            return to.sendFile(disk.channel(), disk.offset() + start, Math.min(count, disk.length() - start))
                    .onComplete(sent -> disk.release());
        } catch (RuntimeException e) {
            disk.release();
            return Future.failedFuture(e);
        }
    }

    @Override
    BodySource open(long from, long count) {
        // Of several ranges each needs a reference; the one that is held keeps them from failing.
        if (!held.disk().tryRetain()) {
            throw new IllegalStateException("a body on disk was given back while it was held");
        }
        return held.source(context, from, count);
    }

    @Override
    void release() {
        held.release();
    }
}
