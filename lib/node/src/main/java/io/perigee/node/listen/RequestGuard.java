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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a node's request handler: what is not valid HTTP, or too much, is answered here and never reaches it. A
 * refusal closes the connection, because what follows a message that was misread cannot be trusted.
 */
final class RequestGuard implements Handler<HttpServerRequest> {

    private final Handler<HttpServerRequest> next;
    private final RequestsInFlight requests;
    private final int maxRequests;
    private final long maxBodyBytes;
    private final BooleanSupplier draining;

    RequestGuard(
            Handler<HttpServerRequest> next,
            RequestsInFlight requests,
            ListenerConfig config,
            BooleanSupplier draining) {
        this.next = next;
        this.requests = requests;
        this.maxRequests = config.maxRequests();
        this.maxBodyBytes = config.maxBodySize().bytes();
        this.draining = draining;
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
        if (draining.getAsBoolean() && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
        next.handle(request);
    }

    private @Nullable Refusal judge(HttpServerRequest request) {
        if (request.decoderResult().isFailure()) {
            return undecodable(request.decoderResult().cause());
        }
        HttpVersion version = request.version();
        if (version == null) {
            return new Refusal(505, "only HTTP/1.0, HTTP/1.1 and HTTP/2 are served");
        }
        Refusal refusal = RequestRules.judge(version, request.method(), request.uri(), request.headers());
        if (refusal == null) {
            String length = request.headers().get("Content-Length");
            if (length != null && Long.parseLong(length) > maxBodyBytes) {
                return new Refusal(413, "the body is too large");
            }
        }
        return refusal;
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
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Control", "no-store");
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        response.end(Buffer.buffer(body))
                .onComplete(sent -> request.connection().close());
    }
}
