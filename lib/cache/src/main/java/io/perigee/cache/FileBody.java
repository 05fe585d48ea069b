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

    /**
     * The system sends it from the file's pages, if they are in memory: it would wait for the disk for those that are not, and with it
     * the event loop. Else it is read where that may wait, which brings it into memory for the next viewer.
     */
    @Override
    public Future<Void> sendFileTo(HttpServerResponse to, long from, long count) {
        DiskBody disk = held.disk();
        long start = Math.min(from, disk.length());
        long most = Math.min(count, disk.length() - start);
        if (!disk.isAtHand(start, most)) {
            return sendTo(to, from, count);
        }
        end();
        return send(disk, to, start, most);
    }

    /** Takes over one reference. */
    static Future<Void> send(DiskBody disk, HttpServerResponse to, long from, long count) {
        try {
            return to.sendFile(disk.channel(), disk.offset() + from, count).onComplete(sent -> {
                if (sent.failed()) {
                    // It may have been the file. Who asks next looks again.
                    disk.doubt();
                }
                disk.release();
            });
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
