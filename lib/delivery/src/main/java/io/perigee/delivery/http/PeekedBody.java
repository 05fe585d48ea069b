package io.perigee.delivery.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a body, read ahead, and the body as it was before.
 *
 * @param data the first bytes; all of them when {@code whole}
 * @param whole whether the body ended within the limit
 * @param replay gives the whole body from its first byte on, paused
 */
public record PeekedBody(Buffer data, boolean whole, ReadStream<Buffer> replay) {

    /**
     * Reads until the body's end, or until more than {@code limit} bytes have come.
     *
     * @param body paused, untouched
     * @return fails with a {@link BrokenBodyException} when the body breaks off within the limit
     */
    public static Future<PeekedBody> read(Context context, ReadStream<Buffer> body, int limit) {
        Promise<PeekedBody> peeked = Promise.promise();
        List<Buffer> parts = new ArrayList<>();
        int[] length = {0};
        body.exceptionHandler(cause -> peeked.tryFail(new BrokenBodyException(cause)));
        body.endHandler(end -> peeked.tryComplete(
                new PeekedBody(joined(parts, length[0]), true, new BufferedStream(context, parts, null))));
        body.handler(part -> {
            parts.add(part);
            length[0] += part.length();
            if (length[0] > limit) {
                body.pause();
                Buffer data = joined(parts, limit);
                peeked.tryComplete(new PeekedBody(data, false, new BufferedStream(context, parts, body)));
            } else {
                body.fetch(1);
            }
        });
        body.fetch(1);
        return peeked.future();
    }

    private static Buffer joined(List<Buffer> parts, int limit) {
        Buffer data = Buffer.buffer(limit);
        for (Buffer part : parts) {
            data.appendBuffer(part, 0, Math.min(part.length(), limit - data.length()));
        }
        return data;
    }
}
