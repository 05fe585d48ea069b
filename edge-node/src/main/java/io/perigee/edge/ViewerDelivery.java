package io.perigee.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.perigee.delivery.http.BodySending;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.node.listen.HeadLines;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** The last step: writes the response to the viewer, and closes what cannot be used any more. */
final class ViewerDelivery {

    /**
     * Sends a response.
     *
     * @return completes when the last byte was handed to the connection; fails when the body broke off, or the viewer left
     */
    Future<Void> send(HttpServerRequest request, EdgeResponse sent) {
        HttpServerResponse response = request.response();
        EdgeBody body = sent.body();
        if (response.closed() || response.ended()) {
            body.discard();
            return Future.failedFuture("the viewer has left");
        }
        response.setStatusCode(sent.status());
        HeadLines.add(request, sent.headers());
        boolean last = isLast(request, sent);
        if (last) {
            response.putHeader(HttpHeaderNames.CONNECTION, "close");
        } else {
            // The connection's next request comes behind a body that nobody wants.
            RequestBodies.drop(request);
        }
        Future<Void> written = write(request, sent);
        return last ? written.eventually(request.connection()::close) : written;
    }

    private static Future<Void> write(HttpServerRequest request, EdgeResponse sent) {
        HttpServerResponse response = request.response();
        EdgeBody body = sent.body();
        if (request.method().equals(HttpMethod.HEAD) || sent.status() == 204 || sent.status() == 304) {
            body.discard();
            return response.end();
        }
        return switch (body) {
            case EdgeBody.None none -> response.end();
            case EdgeBody.Made made -> response.end(made.data());
            case EdgeBody.Cached cached -> {
                if (request.version() != HttpVersion.HTTP_1_0 && !hasLength(sent)) {
                    response.setChunked(true);
                }
                yield BodySending.send(request, cached.body(), cached.from(), cached.count())
                        .onFailure(cause -> response.reset());
            }
            case EdgeBody.Parts several ->
                several.body().sendTo(response, several.parts()).onFailure(cause -> response.reset());
        };
    }

    private static boolean hasLength(EdgeResponse sent) {
        return sent.headers().contains(HeaderNames.CONTENT_LENGTH);
    }

    /**
     * Whether the connection cannot be used any more: its end is the body's end, or the viewer still waits to be told to send a body and
     * may now send another request instead.
     */
    private static boolean isLast(HttpServerRequest request, EdgeResponse sent) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            return sent.body() instanceof EdgeBody.Cached && !hasLength(sent);
        }
        return request.version() == HttpVersion.HTTP_1_1
                && !request.isEnded()
                && request.headers().contains(HttpHeaderNames.EXPECT);
    }
}
