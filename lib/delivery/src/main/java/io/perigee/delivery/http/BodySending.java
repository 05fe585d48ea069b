package io.perigee.delivery.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.perigee.cache.AnswerBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Sends a stored body in the way that costs least on the connection that its request came on. */
public final class BodySending {

    private BodySending() {}

    /**
     * Ends the response with a part of a body; its head is set and not written yet.
     *
     * @param count {@link Long#MAX_VALUE} for all that follows
     * @return as {@link AnswerBody#sendTo}
     */
    public static Future<Void> send(HttpServerRequest request, AnswerBody body, long from, long count) {
        HttpServerResponse response = request.response();
        MultiMap headers = response.headers();
        // Vert.x would add a type of its own.
        boolean asFile = request.version() == HttpVersion.HTTP_1_1
                && !request.isSSL()
                && headers.contains(HttpHeaderNames.CONTENT_TYPE)
                && headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        return asFile ? body.sendFileTo(response, from, count) : body.sendTo(response, from, count);
    }
}
