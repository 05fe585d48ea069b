package io.perigee.delivery.origin;

import io.perigee.cache.SequenceView;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.exchange.Endpoint;
import io.perigee.delivery.exchange.UpstreamExchange;
import io.perigee.delivery.functions.FunctionMessages;
import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.delivery.http.Contexts;
import io.perigee.distribution.routing.CompiledBehavior.FunctionBinding;
import io.perigee.functions.BodySource;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.Origin;
import io.perigee.functions.ReplayableBody;
import io.perigee.functions.RequestResult;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a response from a behavior's origin: origin-request function, the origin (or the next of its group), origin-response function.
 *
 * <p>Fails over as CloudFront does: for GET, HEAD and OPTIONS without a body, when there is no connection, no response in time, or a response with
 * one of the group's statuses. The functions run anew for the next origin.
 */
public final class OriginFetch {

    private static final Logger LOG = LoggerFactory.getLogger(OriginFetch.class);
    private static final Set<String> MAY_FAIL_OVER = Set.of("GET", "HEAD", "OPTIONS");

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;

    private final UpstreamExchange exchange;
    private final FunctionPoints functions;
    private final SequenceView log;

    public OriginFetch(UpstreamExchange exchange, FunctionPoints functions, SequenceView log) {
        this.exchange = exchange;
        this.functions = functions;
        this.log = log;
    }

    /**
     * Fetches. To be called on an event-loop context, where the response's body is handed over paused.
     *
     * @return fails with an {@link UpstreamException}
     */
    public Future<Upstream.Response> fetch(DeliveryRequest request) {
        return fetch(request, OriginRoute.of(request), log.applied());
    }

    private Future<Upstream.Response> fetch(DeliveryRequest request, OriginRoute route, long sequence) {
        OriginRoute.Stop stop = route.stops().getFirst();
        OriginRoute rest = route.rest();
        boolean mayFailOver =
                rest != null && MAY_FAIL_OVER.contains(request.head().method()) && request.body() == null;
        return ask(addressed(request, stop), stop.endpoint(), sequence).transform(asked -> {
            if (rest != null && mayFailOver && failsOver(route, asked)) {
                LOG.debug(
                        "origin {} failed for {}, asking {}",
                        stop.endpoint().authority(),
                        request.head().target(),
                        rest.stops().getFirst().endpoint().authority());
                if (asked.succeeded()) {
                    asked.result().abort().run();
                }
                return fetch(request, rest, sequence);
            }
            return asked.succeeded() ? Future.succeededFuture(asked.result()) : Future.failedFuture(asked.cause());
        });
    }

    private static DeliveryRequest addressed(DeliveryRequest request, OriginRoute.Stop stop) {
        RequestHead head = request.head();
        return stop.host() == null
                ? request
                : request.with(new RequestHead(
                        head.method(), head.target(), head.headers().with("Host", stop.host())));
    }

    private static boolean failsOver(OriginRoute route, AsyncResult<Upstream.Response> asked) {
        return asked.failed()
                ? asked.cause() instanceof UpstreamException
                : route.failsOver().test(asked.result().head().status());
    }

    private Future<Upstream.Response> ask(DeliveryRequest request, Endpoint endpoint, long sequence) {
        FunctionBinding binding = request.behavior().function(io.perigee.distribution.EventType.ORIGIN_REQUEST);
        if (binding == null) {
            return exchange(request, endpoint, sequence);
        }
        Origin origin = Endpoints.describe(endpoint);
        HostField host = HostField.of(request.head(), endpoint);
        return functions
                .request(EventType.ORIGIN_REQUEST, binding, request.with(host.shown(request.head())), origin)
                .compose(called -> switch (called.outcome()) {
                    case RequestResult.Continue proceed -> {
                        FunctionRequest changed = proceed.request();
                        DeliveryRequest next = FunctionPoints.changed(called.request(), changed);
                        yield exchange(
                                next.with(host.sent(next.head())), endpoint(endpoint, origin, changed), sequence);
                    }
                    case RequestResult.Respond(FunctionResponse response) ->
                        Future.succeededFuture(generated(request.head().method(), response, sequence));
                    case FunctionFailure failure -> Future.succeededFuture(failed(failure, sequence));
                });
    }

    private static Endpoint endpoint(Endpoint before, Origin given, FunctionRequest after) {
        return after.origin() == null || after.origin().equals(given)
                ? before
                : Endpoints.chosen(before, after.origin());
    }

    private Future<Upstream.Response> exchange(DeliveryRequest request, Endpoint endpoint, long sequence) {
        Future<Upstream.Response> answered =
                exchange.send(endpoint, request.head(), request.body(), sequence, request.asides());
        FunctionBinding binding = request.behavior().function(io.perigee.distribution.EventType.ORIGIN_RESPONSE);
        return binding == null ? answered : answered.compose(response -> changed(request, binding, response));
    }

    private Future<Upstream.Response> changed(
            DeliveryRequest request, FunctionBinding binding, Upstream.Response response) {
        ReadStream<Buffer> streamed = response.body();
        ReplayableBody body = streamed == null ? null : new ReplayableBody(streamed, Contexts.current());
        BodySource readable = body == null ? limit -> Future.succeededFuture(Buffer.buffer()) : body;
        return functions
                .response(EventType.ORIGIN_RESPONSE, binding, request, response.head(), readable)
                .map(outcome -> switch (outcome) {
                    case FunctionResponse changed -> merged(request.head().method(), response, changed, body);
                    case FunctionFailure failure -> {
                        response.abort().run();
                        yield failed(failure, response.fetchedAtSequence());
                    }
                });
    }

    /** A replaced body takes the place of the origin's, whose length and ranges were those of other bytes. */
    private static Upstream.Response merged(
            String method, Upstream.Response before, FunctionResponse after, @Nullable ReadStream<Buffer> unchanged) {
        ResponseHead head = FunctionMessages.head(before.head().headers(), after);
        Buffer body = after.body();
        if (body == null && !isBodiless(head.status())) {
            return new Upstream.Response(head, unchanged, before.fetchedAtSequence(), before.abort());
        }
        before.abort().run();
        int status = head.status() == PARTIAL_CONTENT ? OK : head.status();
        Headers headers = head.headers().without("Content-Range", "Accept-Ranges");
        return made(method, new ResponseHead(status, headers), body, before.fetchedAtSequence());
    }

    /** A response whose body is at hand; the answers to HEAD, 204 and 304 have none (RFC 9110 section 6.4.1). */
    private static Upstream.Response made(String method, ResponseHead head, @Nullable Buffer given, long sequence) {
        if (isBodiless(head.status())) {
            ResponseHead bare = head.withHeaders(head.headers().without("Content-Length"));
            return new Upstream.Response(bare, null, sequence, () -> {});
        }
        Buffer body = given == null ? Buffer.buffer() : given;
        ResponseHead framed = head.withHeaders(head.headers().with("Content-Length", Integer.toString(body.length())));
        return new Upstream.Response(
                framed, method.equals("HEAD") ? null : BufferedStream.of(body), sequence, () -> {});
    }

    private static boolean isBodiless(int status) {
        return status == NO_CONTENT || status == NOT_MODIFIED;
    }

    private static Upstream.Response generated(String method, FunctionResponse response, long sequence) {
        ResponseHead head = FunctionMessages.head(response);
        Headers headers = head.headers().with(InternalHeaders.RESULT, "LambdaGeneratedResponse");
        return made(method, head.withHeaders(headers), response.body(), sequence);
    }

    private static Upstream.Response failed(FunctionFailure failure, long sequence) {
        Headers headers = Headers.of(
                "Content-Length", "0", "Cache-Control", "no-store", InternalHeaders.RESULT, failure.resultType());
        return new Upstream.Response(new ResponseHead(failure.status(), headers), null, sequence, () -> {});
    }
}
