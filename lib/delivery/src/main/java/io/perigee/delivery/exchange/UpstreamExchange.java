package io.perigee.delivery.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.perigee.cache.Failure;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.Asides;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.http.Contexts;
import io.perigee.delivery.http.Messages;
import io.perigee.httpcaching.FieldRules;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to one server: connects (more than once if need be), sends, and hands the response on as soon as its head is there.
 *
 * <p>When its connection breaks before the response, the request is sent once more where that cannot do anything twice (RFC 9110 section 9.2.2)
 * and its body can still be had: any method when the head was not sent whole, one without side effects in any case, another idempotent one when
 * the connection was a kept one, which the server may have been closing.
 */
public final class UpstreamExchange {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> IDEMPOTENT = Set.of("PUT", "DELETE");

    private static final int LEAST_STATUS = 200;
    private static final int GREATEST_STATUS = 599;

    private final Vertx vertx;
    private final UpstreamClients clients;
    private final NodeCredentials credentials;

    public UpstreamExchange(Vertx vertx, UpstreamClients clients, NodeCredentials credentials) {
        this.vertx = vertx;
        this.clients = clients;
        this.credentials = credentials;
    }

    /** Sends the request of somebody who hears no asides. */
    public Future<Upstream.Response> send(
            Endpoint endpoint, RequestHead head, @Nullable ReadStream<Buffer> body, long sequence) {
        return send(endpoint, head, body, sequence, Asides.UNHEARD);
    }

    /**
     * Sends the request.
     *
     * @param body paused; null for none
     * @param sequence what the response is marked with as the start of its fetch, where the server does not say so itself
     * @param asides hears what the server says besides its response
     * @return fails with an {@link UpstreamException}
     */
    public Future<Upstream.Response> send(
            Endpoint endpoint, RequestHead head, @Nullable ReadStream<Buffer> body, long sequence, Asides asides) {
        RepeatableBody repeatable = body == null ? null : new RepeatableBody(Contexts.current(), body);
        return exchange(endpoint, head, repeatable, asides)
                .recover(cause -> mayRepeat(head.method(), repeatable, cause)
                        ? exchange(endpoint, head, repeatable, asides)
                        : Future.failedFuture(cause))
                .recover(cause -> Future.failedFuture(
                        cause instanceof BrokenOffException broken ? broken.asUpstreamException() : cause))
                .compose(response -> response(endpoint, head, response, sequence, asides));
    }

    private static boolean mayRepeat(String method, @Nullable RepeatableBody body, Throwable cause) {
        if (!(cause instanceof BrokenOffException broken) || (body != null && !body.isRepeatable())) {
            return false;
        }
        return switch (broken.progress()) {
            case UNSENT -> true;
            case SENT_ON_KEPT -> SAFE.contains(method) || IDEMPOTENT.contains(method);
            case SENT -> SAFE.contains(method);
        };
    }

    private Future<HttpClientResponse> exchange(
            Endpoint endpoint, RequestHead head, @Nullable RepeatableBody body, Asides asides) {
        RequestHead toSend = forEndpoint(endpoint, head, body != null);
        return connect(endpoint, toSend, endpoint.connectAttempts()).compose(request -> {
            Messages.addAll(request.headers(), toSend.headers());
            hear(request, asides);
            return answer(endpoint, request, body);
        });
    }

    private Future<HttpClientRequest> connect(Endpoint endpoint, RequestHead head, int attempts) {
        HttpClient client = clients.client(endpoint);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(head.method()))
                .setServer(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()))
                .setHost(endpoint.serverName() == null ? endpoint.host() : endpoint.serverName())
                .setPort(endpoint.port())
                .setSsl(endpoint.tls())
                .setURI(head.target())
                .setFollowRedirects(false)
                .setConnectTimeout(endpoint.connectTimeout().toMillis());
        if (!endpoint.tlsProtocols().isEmpty()) {
            options.setSslOptions(clients.tls(endpoint.tlsProtocols()));
        }
        return client.request(options).recover(cause -> {
            if (cause instanceof ConnectionPoolTooBusyException) {
                return Future.failedFuture(new UpstreamException(
                        Failure.UPSTREAM_OVERLOADED, endpoint.authority() + " has too many requests waiting", cause));
            }
            // A kept connection that was closed while it was handed out says nothing about the server: one attempt
            // more.
            if (attempts > (cause instanceof HttpClosedException ? 0 : 1)) {
                return connect(endpoint, head, attempts - 1);
            }
            return Future.failedFuture(new UpstreamException(
                    Failure.UPSTREAM_CONNECT, "no connection to " + endpoint.authority() + ": " + cause, cause));
        });
    }

    private Future<HttpClientResponse> answer(
            Endpoint endpoint, HttpClientRequest request, @Nullable RepeatableBody body) {
        Promise<HttpClientResponse> answered = Promise.promise();
        if (body != null && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            request.setChunked(true);
        }
        boolean kept = KeptConnection.isUsed(request.connection());
        Future<Void> headSent = body == null ? request.end() : request.writeHead();
        request.response().onComplete(response -> {
            if (response.succeeded()) {
                response.result().pause();
                if (!answered.tryComplete(response.result())) {
                    WatchedBody.drop(response.result());
                }
            } else {
                headSent.onComplete(sent -> answered.tryFail(brokenOff(endpoint, kept, sent, response.cause())));
            }
        });
        if (body == null) {
            await(endpoint, request, answered);
        } else {
            // Nothing is taken of the body before the head is on its way. How long a viewer takes to send its request
            // says nothing about the server, so its time begins afterwards.
            headSent.compose(sent -> BodyUpload.begin(body.sending(), request))
                    .onSuccess(sent -> await(endpoint, request, answered))
                    .onFailure(cause -> {
                        if (!answered.future().isComplete()) {
                            request.reset();
                        }
                    });
        }
        return answered.future();
    }

    private void await(Endpoint endpoint, HttpClientRequest request, Promise<HttpClientResponse> answered) {
        if (answered.future().isComplete()) {
            return;
        }
        long timer = vertx.setTimer(endpoint.responseTimeout().toMillis(), fired -> {
            if (answered.tryFail(new UpstreamException(
                    Failure.UPSTREAM_TIMEOUT,
                    endpoint.authority() + " sent no response within " + endpoint.responseTimeout(),
                    null))) {
                request.reset();
            }
        });
        answered.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<Upstream.Response> response(
            Endpoint endpoint, RequestHead head, HttpClientResponse response, long sequence, Asides asides) {
        int status = response.statusCode();
        Headers headers = HopByHop.strip(Messages.headers(response.headers()));
        // What no node may send on would fail there, in the middle of an answer.
        if (status < LEAST_STATUS || status > GREATEST_STATUS || FieldRules.check(headers) != null) {
            WatchedBody.drop(response);
            return Future.failedFuture(new UpstreamException(
                    Failure.UPSTREAM_FAILED,
                    endpoint.authority() + " sent a response that is not valid, with status " + status,
                    null));
        }
        if (endpoint.peer() != Endpoint.Peer.NODE) {
            headers = InternalHeaders.removed(headers);
        }
        ResponseHead answered = new ResponseHead(response.statusCode(), headers);
        if (head.method().equals("HEAD") || status == 204 || status == 304) {
            response.resume();
            return Future.succeededFuture(new Upstream.Response(answered, null, sequence, () -> {}));
        }
        WatchedBody body =
                new WatchedBody(vertx, response, endpoint.responseTimeout().toMillis(), asides);
        return Future.succeededFuture(new Upstream.Response(answered, body, sequence, body::abort));
    }

    /** Host, custom headers, origin path and the network's credentials: what depends on the origin that is asked. */
    private RequestHead forEndpoint(Endpoint endpoint, RequestHead head, boolean hasBody) {
        Headers.Builder headers = head.headers().toBuilder();
        if (!hasBody && !"0".equals(head.headers().first("Content-Length"))) {
            // The server would wait for what does not come.
            headers.remove("Content-Length");
        }
        if (!head.headers().contains("Host")) {
            headers.set("Host", endpoint.authority());
        }
        endpoint.customHeaders().forEach(headers::set);
        RequestHead sent = new RequestHead(head.method(), endpoint.path() + head.target(), headers.build());
        if (endpoint.peer() == Endpoint.Peer.ORIGIN) {
            return sent;
        }
        return new RequestHead(
                sent.method(), sent.target(), sent.headers().with(InternalHeaders.AUTH, credentials.sign(sent)));
    }

    /** Interim responses come on the event loop of the connection, which may be another than the request's. */
    private static void hear(HttpClientRequest request, Asides asides) {
        var context = (ContextInternal) Contexts.current();
        request.earlyHintsHandler(
                hints -> interim(HttpResponseStatus.EARLY_HINTS.code(), Messages.headers(hints), asides));
        OtherInterim.tell(
                request.connection(),
                (status, fields) -> context.emit(fields, emitted -> interim(status, emitted, asides)));
    }

    private static void interim(int status, Headers fields, Asides asides) {
        if (FieldRules.check(fields) == null) {
            asides.interim(status, InternalHeaders.removed(HopByHop.strip(fields)));
        }
    }

    private static BrokenOffException brokenOff(
            Endpoint endpoint, boolean kept, AsyncResult<Void> headSent, Throwable cause) {
        BrokenOffException.Progress progress = headSent.failed()
                ? BrokenOffException.Progress.UNSENT
                : kept ? BrokenOffException.Progress.SENT_ON_KEPT : BrokenOffException.Progress.SENT;
        return new BrokenOffException(
                progress, endpoint.authority() + " broke off before its response: " + cause, cause);
    }
}
