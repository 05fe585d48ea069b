package io.perigee.node.listen;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.perigee.node.process.RequestsInFlight;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a node's request handler: what is too much, and HTTP/2 requests that are not valid, are answered here and
 * never reach it; what the handler throws is answered here too. A refusal closes the connection.
 */
final class RequestGuard implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

    /** The drain's own limit is shorter. */
    private static final Duration LONGEST_LAST_RESPONSE = Duration.ofHours(1);

    private final Handler<HttpServerRequest> next;
    private final RequestsInFlight requests;
    private final int maxRequests;
    private final long maxBodyBytes;
    private final BooleanSupplier leaving;

    /** @param leaving whether connections end with the request that is on them now */
    RequestGuard(
            Handler<HttpServerRequest> next,
            RequestsInFlight requests,
            ListenerConfig config,
            BooleanSupplier leaving) {
        this.next = next;
        this.requests = requests;
        this.maxRequests = config.maxRequests();
        this.maxBodyBytes = config.maxBodySize().bytes();
        this.leaving = leaving;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Refusal refusal = judge(request);
        if (refusal != null) {
            refuse(request, refusal);
            return;
        }
        if (requests.count() >= maxRequests) {
            request.response().putHeader("Retry-After", "1");
            refuse(request, new Refusal(503, "too many requests at once"));
            return;
        }
        if (leaving.getAsBoolean() && request.version() != HttpVersion.HTTP_2) {
            endConnection(request);
        }
        try {
            next.handle(request);
        } catch (Throwable thrown) {
            LOG.error("a request handler threw", thrown);
            broken(request);
        }
    }

    /** Says that this is the connection's last response, and closes it after that (RFC 9112, section 9.6). */
    private static void endConnection(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        // What becomes a tunnel has no response to end with.
        if (!request.headers().contains("Upgrade")) {
            var unused = request.connection().shutdown(LONGEST_LAST_RESPONSE);
        }
    }

    /** Nobody else would end the request. */
    private static void broken(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            response.reset();
        } else {
            response.headers().clear();
            response.setChunked(false);
            refuse(request, new Refusal(500, "internal error"));
        }
    }

    private @Nullable Refusal judge(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            // An HTTP/1 request has been judged by the connection's intake.
            return request.decoderResult().isFailure()
                    ? undecodable(request.decoderResult().cause())
                    : null;
        }
        return RequestRules.judge(
                HttpVersion.HTTP_2, request.method().name(), request.uri(), request.headers(), maxBodyBytes);
    }

    /** What a decoder's failure means to the viewer. */
    static Refusal undecodable(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Refusal(414, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Refusal(431, "the header fields are too large");
        }
        return Refusal.bad("malformed request");
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        byte[] body = (refusal.problem() + "\n").getBytes(StandardCharsets.US_ASCII);
        HttpServerResponse response = request.response();
        response.setStatusCode(refusal.status())
                .putHeader("Date", Refusal.date())
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Control", "no-store");
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        response.end(Buffer.buffer(body))
                .onComplete(sent -> request.connection().close());
    }
}
