package io.perigee.delivery.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.perigee.delivery.Asides;
import io.perigee.httpcaching.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.VertxConnection;

/** Passes asides on to whoever sent a request. */
public final class ServedAsides implements Asides {

    private final HttpServerRequest request;

    public ServedAsides(HttpServerRequest request) {
        this.request = request;
    }

    /**
     * HTTP/1.0 knows no interim responses (RFC 9110 section 15.2), and behind the response there is no place for one. On HTTP/2 Vert.x can write
     * a 103 and no other.
     */
    @Override
    public void interim(int status, Headers interim) {
        HttpServerResponse response = request.response();
        if (request.version() == HttpVersion.HTTP_1_0 || response.headWritten() || isOver(response)) {
            return;
        }
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        Messages.addAll(fields, interim);
        if (status == HttpResponseStatus.EARLY_HINTS.code()) {
            response.writeEarlyHints(fields);
        } else if (request.connection() instanceof VertxConnection connection
                && request.version() == HttpVersion.HTTP_1_1) {
            connection.writeToChannel(head(status, interim));
        }
    }

    private static FullHttpResponse head(int status, Headers fields) {
        var response = new DefaultFullHttpResponse(
                io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.EMPTY_BUFFER);
        fields.forEach(response.headers()::add);
        return response;
    }

    /** They are sent where the response is chunked, or HTTP/2. */
    @Override
    public void trailers(Headers trailers) {
        HttpServerResponse response = request.response();
        if (!isOver(response)) {
            Messages.addAll(response.trailers(), trailers);
        }
    }

    private static boolean isOver(HttpServerResponse response) {
        return response.ended() || response.closed();
    }
}
