package io.perigee.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.perigee.httpcaching.Headers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Whether a request has a body (RFC 9112 section 6.3). */
final class RequestBodies {

    private RequestBodies() {}

    /** The body, paused; null where there is none. A viewer that waits to be told so before it sends it is told so now. */
    static @Nullable ReadStream<Buffer> of(ViewerRequest request) {
        if (!isThere(request)) {
            return null;
        }
        if (request.head().headers().contains("Expect")) {
            request.http().response().writeContinue();
        }
        return new ViewerBody(request.http());
    }

    /** What may still come of the request is held until somebody wants it. */
    static void hold(HttpServerRequest http) {
        // Holding costs a queue, which a request that is complete has no use for.
        if (mayFollow(http)) {
            http.pause();
        }
    }

    /** What is left of the body, if anything, is read and dropped. */
    static void drop(HttpServerRequest http) {
        if (mayFollow(http) && !http.isEnded()) {
            http.resume();
        }
    }

    private static boolean mayFollow(HttpServerRequest http) {
        return http.version() == HttpVersion.HTTP_2
                || http.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                || http.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    static boolean isThere(ViewerRequest request) {
        Headers headers = request.head().headers();
        String length = headers.first("Content-Length");
        boolean chunked = headers.contains("Transfer-Encoding");
        boolean framed = chunked || (length != null && !length.equals("0"));
        // HTTP/2 needs neither field; a stream that is not ended yet has a body.
        boolean streamed = !request.viewer().httpVersion().startsWith("1.")
                && length == null
                && !request.http().isEnded()
                && !request.head().method().equals("GET")
                && !request.head().method().equals("HEAD");
        return framed || streamed;
    }
}
