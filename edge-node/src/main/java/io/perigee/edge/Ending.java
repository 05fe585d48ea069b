package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.perigee.observability.RequestRecord;
import io.perigee.observability.Tier;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One request's end. Collects on the way what the log will tell, and is used on the request's event loop only. */
final class Ending {

    private final Endings shared;
    private final HttpServerRequest http;
    private final String requestId;
    private final long startedNanos;
    private @Nullable ViewerRequest request;
    private @Nullable CompiledDistribution distribution;
    private @Nullable Answer answer;

    Ending(Endings shared, HttpServerRequest http, String requestId, long startedNanos) {
        this.shared = shared;
        this.http = http;
        this.requestId = requestId;
        this.startedNanos = startedNanos;
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
        finished(0, Headers.of(), Outcome.Error, Reason.VIEWER_GONE, Outcome.Error);
    }

    /** Sends the response; when that has ended, one way or the other, counts and logs the request. */
    void end(EdgeResponse response) {
        ResponseHead head = shared.heads().finished(response, requestId);
        shared.delivery().send(http, head, response.body()).onComplete(sent -> {
            if (sent.succeeded()) {
                finished(head.status(), head.headers(), response.outcome(), response.reason(), response.outcome());
            } else {
                finished(head.status(), head.headers(), Outcome.Error, Reason.VIEWER_GONE, response.outcome());
            }
        });
    }

    private void finished(int status, Headers sent, Outcome outcome, Reason reason, Outcome planned) {
        long nanos = shared.nanoTime() - startedNanos;
        long bytes = http.response().bytesWritten();
        shared.metrics().ended(outcome, reason, status, bytes, nanos, nanos);
        ViewerRequest accepted = request;
        if (shared.log().isOn() && accepted != null) {
            shared.log().write(record(accepted, status, sent, outcome, reason, planned, nanos, bytes));
        }
    }

    private RequestRecord record(
            ViewerRequest accepted,
            int status,
            Headers sent,
            Outcome outcome,
            Reason reason,
            Outcome planned,
            long nanos,
            long bytes) {
        Headers received = accepted.head().headers();
        String target = accepted.head().target();
        int query = target.indexOf('?');
        String id = distribution == null ? null : distribution.id();
        return new RequestRecord(
                shared.clockMillis(),
                Tier.EDGE,
                id,
                shared.location(),
                requestId,
                new RequestRecord.Client(
                        accepted.viewer().address().getHostAddress(),
                        accepted.viewer().port(),
                        accepted.viewer().geography().countryCode(),
                        received.combined("X-Forwarded-For"),
                        http.isSSL() ? http.sslSession().getProtocol() : null,
                        http.isSSL() ? http.sslSession().getCipherSuite() : null),
                new RequestRecord.Request(
                        accepted.head().method(),
                        id,
                        accepted.authority(),
                        accepted.viewer().scheme(),
                        "HTTP/" + accepted.viewer().httpVersion(),
                        accepted.path(),
                        query < 0 ? null : target.substring(query + 1),
                        received.first("Referer"),
                        received.first("User-Agent"),
                        received.combined("Cookie"),
                        http.bytesRead()),
                new RequestRecord.Response(
                        status, bytes, sent.first("Content-Type"), length(sent), -1, -1, nanos, nanos),
                outcome,
                reason,
                planned);
    }

    private static long length(Headers sent) {
        String length = sent.first("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }
}
