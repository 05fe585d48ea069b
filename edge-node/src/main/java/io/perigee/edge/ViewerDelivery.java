package io.perigee.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.perigee.delivery.http.Messages;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** The last step: writes the response to the viewer, and closes what cannot be used any more. */
final class ViewerDelivery {

    /**
     * Sends a response.
     *
     * @param head as the viewer gets it
     * @return completes when the last byte was handed to the connection; fails when the body broke off, or the viewer left
     */
    Future<Void> send(HttpServerRequest request, ResponseHead head, EdgeBody body) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            body.discard();
            return Future.failedFuture("the viewer has left");
        }
        response.setStatusCode(head.status());
        Messages.addAll(response.headers(), head.headers());
        boolean last = isLast(request, head, body);
        if (last) {
            response.putHeader(HttpHeaderNames.CONNECTION, "close");
        } else if (!request.isEnded()) {
            // What is left of a body that nobody wants is read and dropped: the connection's next request comes behind
            // it.
            request.resume();
        }
        Future<Void> sent = write(request, head, body);
        return last ? sent.eventually(request.connection()::close) : sent;
    }

    private static Future<Void> write(HttpServerRequest request, ResponseHead head, EdgeBody body) {
        HttpServerResponse response = request.response();
        if (request.method().name().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            body.discard();
            return response.end();
        }
        return switch (body) {
            case EdgeBody.None none -> response.end();
            case EdgeBody.Made made -> response.end(made.data());
            case EdgeBody.Cached cached -> {
                if (request.version() != HttpVersion.HTTP_1_0
                        && !response.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
                    response.setChunked(true);
                }
                yield cached.body()
                        .sendTo(response, cached.from(), cached.count())
                        .onFailure(cause -> response.reset());
            }
            case EdgeBody.Parts several ->
                several.body().sendTo(response, several.parts()).onFailure(cause -> response.reset());
        };
    }

    /**
     * Whether the connection cannot be used any more: its end is the body's end, or the viewer still waits to be told to send a body and
     * may now send another request instead.
     */
    private static boolean isLast(HttpServerRequest request, ResponseHead head, EdgeBody body) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            return body instanceof EdgeBody.Cached && !head.headers().contains("Content-Length");
        }
        return request.version() == HttpVersion.HTTP_1_1
                && !request.isEnded()
                && request.headers().contains(HttpHeaderNames.EXPECT);
    }
}
