package io.perigee.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.perigee.delivery.http.Messages;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
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
        closeIfBodyIsUnread(request, response);
        if (request.method().name().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            body.discard();
            return response.end();
        }
        return switch (body) {
            case EdgeBody.None none -> response.end();
            case EdgeBody.Made made -> response.end(made.data());
            case EdgeBody.Cached cached -> stream(request, response, cached);
        };
    }

    private static Future<Void> stream(HttpServerRequest request, HttpServerResponse response, EdgeBody.Cached cached) {
        MultiMap headers = response.headers();
        boolean framed = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        if (!framed && request.version() == HttpVersion.HTTP_1_0) {
            headers.set(HttpHeaderNames.CONNECTION, "close");
        } else if (!framed) {
            response.setChunked(true);
        }
        return cached.body().sendTo(response, cached.from(), cached.count()).onFailure(cause -> response.reset());
    }

    /** What is left of an unread body would be taken for the connection's next request. */
    private static void closeIfBodyIsUnread(HttpServerRequest request, HttpServerResponse response) {
        if (request.isEnded()) {
            return;
        }
        boolean hasBody = request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (request.version() == HttpVersion.HTTP_2 || !hasBody) {
            request.resume();
        } else {
            response.putHeader(HttpHeaderNames.CONNECTION, "close");
        }
    }
}
