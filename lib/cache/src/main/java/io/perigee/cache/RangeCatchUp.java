package io.perigee.cache;

import io.perigee.httpcaching.EntityTag;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.StoredResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets a reader that fell too far behind go on by a range request of its own. Only a strong entity tag says that bytes from two responses belong
 * together (RFC 9110 section 13.1.5); without one the reader is lost.
 */
final class RangeCatchUp implements StreamedBody.CatchUp {
    private final CacheCore core;
    private final Exchange exchange;
    private final RequestHead request;
    private final Stamp stamp;
    private final @Nullable EntityTag tag;

    RangeCatchUp(CacheCore core, Exchange exchange, RequestHead request, StoredResponse response, Stamp stamp) {
        this.core = core;
        this.exchange = exchange;
        this.request = request;
        this.stamp = stamp;
        this.tag = EntityTag.of(response.head().headers());
    }

    @Override
    public Future<BodyReader> from(long position, long limit) {
        if (tag == null || tag.weak()) {
            return Future.failedFuture(StreamedBody.CatchUp.lost(position));
        }
        String range = "bytes=" + position + "-" + (limit == Long.MAX_VALUE ? "" : limit - 1);
        Headers headers = request.headers().with(HeaderNames.RANGE, range).with(HeaderNames.IF_RANGE, tag.toString());
        Promise<BodyReader> reader = Promise.promise();
        exchange.send(
                new Upstream.Request(request.withHeaders(headers), stamp.sequence(), Upstream.Purpose.PASS),
                response -> arrived(response, tag, position, limit, reader),
                reader::fail);
        return reader.future();
    }

    private void arrived(
            Upstream.Response response, EntityTag expected, long position, long limit, Promise<BodyReader> promise) {
        ResponseHead head = response.head();
        ReadStream<Buffer> body = response.body();
        EntityTag got = EntityTag.of(head.headers());
        String range = head.headers().first(HeaderNames.CONTENT_RANGE);
        boolean partial = head.status() == 206 && range != null && range.startsWith("bytes " + position + "-");
        if (body == null || got == null || !got.matchesStrongly(expected) || !(partial || head.status() == 200)) {
            response.abort().run();
            promise.fail(StreamedBody.CatchUp.lost(position));
            return;
        }
        BodyReader reader = Pass.reader(core, exchange, response, body);
        long skipped = partial ? 0 : position;
        reader.restrict(skipped, limit == Long.MAX_VALUE ? Long.MAX_VALUE : limit - position);
        promise.complete(reader);
    }
}
