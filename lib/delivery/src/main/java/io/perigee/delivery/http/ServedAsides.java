package io.perigee.delivery.http;

import io.perigee.delivery.Asides;
import io.perigee.httpcaching.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Passes asides on to whoever sent a request. */
public final class ServedAsides implements Asides {

    private final HttpServerRequest request;

    public ServedAsides(HttpServerRequest request) {
        this.request = request;
    }

    /** HTTP/1.0 knows no interim responses (RFC 9110 section 15.2), and behind the response there is no place for one. */
    @Override
    public void earlyHints(Headers hints) {
        HttpServerResponse response = request.response();
        if (request.version() == HttpVersion.HTTP_1_0 || response.headWritten() || isOver(response)) {
            return;
        }
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        Messages.addAll(fields, hints);
        response.writeEarlyHints(fields);
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
