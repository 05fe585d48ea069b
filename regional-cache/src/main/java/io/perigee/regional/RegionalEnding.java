package io.perigee.regional;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.perigee.cache.Answer;
import io.perigee.cache.AnswerBody;
import io.perigee.cache.Failure;
import io.perigee.cache.Outcome.Failed;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.http.BodySending;
import io.perigee.delivery.http.Messages;
import io.perigee.delivery.http.RequestEnd;
import io.perigee.delivery.response.Explanation;
import io.perigee.delivery.response.Selection;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.perigee.httpcaching.MultipartByteRanges;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Revalidation;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's end: what the edge is told, and what is counted. */
final class RegionalEnding implements RequestEnd {

    private static final Logger LOG = LoggerFactory.getLogger(RegionalEnding.class);

    private final RegionalEndings shared;
    private final HttpServerRequest http;
    private final long startedNanos;
    private @Nullable String distribution;
    private @Nullable Answer held;
    private boolean ended;

    RegionalEnding(RegionalEndings shared, HttpServerRequest http, long startedNanos) {
        this.shared = shared;
        this.http = http;
        this.startedNanos = startedNanos;
    }

    HttpServerRequest http() {
        return http;
    }

    /** Not an answer of the origin's: an edge that gets this, with a wrong clock for example, asks elsewhere. */
    void refused(int status, Reason reason) {
        Headers headers = Headers.of("Content-Length", "0", InternalHeaders.FAILURE, Failure.CLOSED.name());
        finish(headOnly(new ResponseHead(status, headers)), Outcome.Error, reason, status);
    }

    /** This node is not where the edge is in the change log: the edge asks another, or the origin. */
    void behind() {
        unavailable(Failure.CLOSED, Reason.NOT_READY);
    }

    /** Which distribution it is of. */
    void of(CompiledDistribution found) {
        distribution = found.id();
    }

    /** What the cache gave, to be given back if the request breaks. */
    void holds(Answer answer) {
        held = answer;
    }

    /** As after a refusal, the edge asks elsewhere. */
    @Override
    public void broken(Throwable cause) {
        LOG.error("a request of an edge cannot be served: a step threw", cause);
        if (ended) {
            return;
        }
        if (held != null) {
            held.discard();
        }
        HttpServerResponse response = http.response();
        if (response.headWritten()) {
            finish(response.reset(), Outcome.Error, Reason.INTERNAL_ERROR, response.getStatusCode());
        } else {
            response.headers().clear();
            response.setChunked(false);
            refused(500, Reason.INTERNAL_ERROR);
        }
    }

    void answered(DeliveryRequest request, Answer answer) {
        Explanation explained = Explanation.of(answer, shared.nodeId());
        if (answer.outcome() instanceof Failed(Failure failure)) {
            answer.discard();
            unavailable(failure, explained.reason());
            return;
        }
        boolean untouched = answer.outcome() instanceof io.perigee.cache.Outcome.Bypass;
        Selection selection = untouched
                ? new Selection.Whole(answer.head())
                : Selection.of(request.head(), answer.head(), answer.body().length());
        Future<Void> sent = switch (selection) {
            case Selection.Whole(ResponseHead head) ->
                send(head, answer, explained, (body, response) -> BodySending.send(http, body, 0, Long.MAX_VALUE));
            case Selection.Part(ResponseHead head, ByteRange range) ->
                send(
                        head,
                        answer,
                        explained,
                        (body, response) -> BodySending.send(http, body, range.first(), range.length()));
            case Selection.Parts(ResponseHead head, MultipartByteRanges parts) ->
                send(head, answer, explained, (body, response) -> body.sendTo(response, parts));
            case Selection.NotModified same -> sendHead(Revalidation.confirmation(answer.head()), answer, explained);
            case Selection.NotSatisfiable(ResponseHead head) -> sendHead(head, answer, explained);
        };
        finish(sent, explained.outcome(), explained.reason(), answer.head().status());
    }

    /** What the edge told has been done. */
    void done() {
        finish(headOnly(new ResponseHead(204, Headers.of())), Outcome.Miss, Reason.METHOD, 204);
    }

    private void unavailable(Failure failure, Reason reason) {
        Headers headers = Headers.of("Content-Length", "0", InternalHeaders.FAILURE, failure.name());
        finish(headOnly(new ResponseHead(failure.status(), headers)), Outcome.Error, reason, failure.status());
    }

    private Future<Void> send(
            ResponseHead head,
            Answer answer,
            Explanation explained,
            BiFunction<AnswerBody, HttpServerResponse, Future<Void>> selected) {
        AnswerBody body = answer.body();
        HttpServerResponse response = begin(completed(head, answer, explained));
        if (http.method().name().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            body.discard();
            return response.end();
        }
        if (!response.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        return selected.apply(body, response).onFailure(cause -> response.reset());
    }

    private Future<Void> sendHead(ResponseHead head, Answer answer, Explanation explained) {
        ResponseHead completed = completed(head, answer, explained);
        answer.discard();
        return headOnly(completed);
    }

    private Future<Void> headOnly(ResponseHead head) {
        return begin(head).end();
    }

    private HttpServerResponse begin(ResponseHead head) {
        HttpServerResponse response = http.response();
        response.setStatusCode(head.status());
        Messages.addAll(response.headers(), head.headers());
        if (!http.isEnded()) {
            http.resume();
        }
        return response;
    }

    private ResponseHead completed(ResponseHead head, Answer answer, Explanation explained) {
        Headers.Builder headers = head.headers().toBuilder();
        HopByHop.appendVia(headers, shared.via());
        headers.set("Cache-Status", cacheStatus(head, explained.cacheStatus()));
        headers.set(InternalHeaders.FETCHED_AT, Long.toString(answer.fetchedAtSequence()));
        headers.set(InternalHeaders.VALIDATED_AT, Long.toString(answer.validatedAtSequence()));
        return new ResponseHead(head.status(), headers.build());
    }

    /** What came with a stored response says nothing about this request. */
    private static String cacheStatus(ResponseHead head, CacheStatus own) {
        return own.forward() == null
                ? own.toString()
                : own.appendTo(head.headers().combined("Cache-Status"));
    }

    private void finish(Future<Void> sent, Outcome outcome, Reason reason, int status) {
        ended = true;
        sent.onComplete(done -> {
            long nanos = shared.nanoTime().getAsLong() - startedNanos;
            long bytes = http.response().bytesWritten();
            shared.metrics().ended(outcome, reason, status, bytes, nanos, nanos);
            shared.traffic().ended(distribution, null, null, outcome, reason, status, bytes, nanos);
        });
    }
}
