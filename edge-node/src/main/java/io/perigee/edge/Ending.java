package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.delivery.http.RequestEnd;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.Headers;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.perigee.observability.RequestRecord;
import io.perigee.observability.Tier;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's end. Collects on the way what the log will tell, and is used on the request's event loop only. */
final class Ending implements RequestEnd {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Endings shared;
    private final HttpServerRequest http;
    private final String requestId;
    private final long startedNanos;
    private @Nullable ViewerRequest request;
    private @Nullable CompiledDistribution distribution;
    private @Nullable CompiledBehavior behavior;
    private @Nullable Answer answer;
    private long firstByteNanos;
    private boolean ended;

    Ending(Endings shared, HttpServerRequest http, String requestId, long startedNanos) {
        this.shared = shared;
        this.http = http;
        this.requestId = requestId;
        this.startedNanos = startedNanos;
    }

    HttpServerRequest http() {
        return http;
    }

    String requestId() {
        return requestId;
    }

    long startedNanos() {
        return startedNanos;
    }

    Ending of(ViewerRequest accepted) {
        request = accepted;
        return this;
    }

    Ending of(CompiledDistribution found) {
        distribution = found;
        return this;
    }

    Ending of(CompiledBehavior matched) {
        behavior = matched;
        return this;
    }

    Ending of(Answer given) {
        answer = given;
        return this;
    }

    /** Whether an invalidation has overtaken the answer since the cache gave it. */
    boolean overtaken() {
        return answer != null && !answer.stillValid();
    }

    /** The viewer broke off before there was anything to answer. */
    void viewerGone() {
        ended = true;
        finished(0, Headers.builder(), Outcome.Error, Reason.VIEWER_GONE, Outcome.Error);
    }

    /** Sends the response; when that has ended, one way or the other, counts and logs the request. */
    void end(EdgeResponse response) {
        shared.heads().finish(response, requestId);
        firstByteNanos = shared.nanoTime() - startedNanos;
        Future<Void> delivery = shared.delivery().send(http, response);
        ended = true;
        delivery.onComplete(sent -> delivered(response, sent.succeeded()));
    }

    private void delivered(EdgeResponse response, boolean whole) {
        if (whole) {
            finished(response.status(), response.headers(), response.outcome(), response.reason(), response.outcome());
        } else {
            int begun = http.response().headWritten() ? response.status() : 0;
            finished(begun, response.headers(), Outcome.Error, Reason.VIEWER_GONE, response.outcome());
        }
    }

    @Override
    public void broken(Throwable cause) {
        LOG.error("request {} cannot be served: a step threw", requestId, cause);
        if (ended) {
            return;
        }
        if (answer != null) {
            answer.discard();
        }
        HttpServerResponse response = http.response();
        if (response.headWritten()) {
            breakOff();
            return;
        }
        response.headers().clear();
        response.setChunked(false);
        try {
            end(Responses.broken(shared.node().id()));
        } catch (RuntimeException e) {
            LOG.error("request {} cannot even be refused", requestId, e);
            breakOff();
        }
    }

    private void breakOff() {
        ended = true;
        http.response().reset();
        finished(0, Headers.builder(), Outcome.Error, Reason.INTERNAL_ERROR, Outcome.Error);
    }

    private void finished(int status, Headers.Builder sent, Outcome outcome, Reason reason, Outcome planned) {
        long nanos = shared.nanoTime() - startedNanos;
        long first = firstByteNanos == 0 ? nanos : firstByteNanos;
        long bytes = RequestRecords.headLength(status, sent) + http.response().bytesWritten();
        shared.metrics().ended(outcome, reason, status, bytes, nanos, first);
        ViewerRequest accepted = request;
        String id = distribution == null ? null : distribution.id();
        shared.traffic()
                .ended(
                        id,
                        accepted == null ? null : accepted.viewer().geography().countryCode(),
                        accepted == null ? null : accepted.path(),
                        outcome,
                        reason,
                        status,
                        bytes,
                        nanos);
        if (shared.log().isOn()) {
            RequestRecord.Response response = RequestRecords.response(status, sent, bytes, nanos, first);
            shared.log()
                    .write(new RequestRecord(
                            shared.clockMillis(),
                            Tier.EDGE,
                            id,
                            behavior == null ? null : behavior.pattern().source(),
                            shared.node().location(),
                            requestId,
                            RequestRecords.client(http, request),
                            RequestRecords.request(http, request),
                            response,
                            outcome,
                            reason,
                            planned));
        }
    }
}
