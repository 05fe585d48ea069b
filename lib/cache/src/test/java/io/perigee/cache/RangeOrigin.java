package io.perigee.cache;

import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.ByteRanges;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An origin with one object, which it gives whole or in ranges, at once; the object may be replaced at any time. */
final class RangeOrigin {
    /** What was asked for: {@code all}, or a Range, or a validator. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    volatile String content;
    volatile Headers headers;
    // Says that it gives ranges, and does not.
    volatile boolean ignoresRanges;
    volatile int status = 200;

    RangeOrigin(String content, String... headers) {
        this.content = content;
        this.headers = Headers.of(headers);
    }

    /** The upstream as calls on this context have it. */
    Upstream on(Context context) {
        return request -> Future.succeededFuture(answer(request.head(), context));
    }

    private Upstream.Response answer(RequestHead request, Context context) {
        String all = content;
        String range = request.headers().first("Range");
        String condition = request.headers().first("If-None-Match");
        asked.add(range != null ? range : condition != null ? condition : "all");
        if (condition != null && condition.equals(headers.first("ETag"))) {
            return new Upstream.Response(new ResponseHead(304, headers), null, 0, () -> {});
        }
        ResponseHead whole = new ResponseHead(status, headers.with("Content-Length", "" + all.length()));
        RequestHead effective = ignoresRanges ? request.withHeaders(Headers.of()) : request;
        return switch (ByteRanges.of(effective, whole, all.length())) {
            case ByteRanges.Single(ByteRange part) ->
                response(
                        context,
                        ByteRanges.partial(whole, part, all.length()),
                        all.substring((int) part.first(), (int) part.last() + 1));
            case ByteRanges.Unsatisfiable unsatisfiable ->
                response(context, new ResponseHead(416, Headers.of("Content-Range", "bytes */" + all.length())), "");
            case ByteRanges.Whole everything -> response(context, whole, all);
            case ByteRanges.Multiple several -> response(context, whole, all);
        };
    }

    private Upstream.Response response(Context context, ResponseHead head, String body) {
        ScriptedBody stream = new ScriptedBody(context);
        for (int i = 0; i < body.length(); i += 7) {
            stream.emit(Buffer.buffer(body.substring(i, Math.min(body.length(), i + 7))));
        }
        stream.finish();
        return new Upstream.Response(head, stream, 0, stream::abort);
    }
}
