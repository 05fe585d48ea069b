package io.perigee.cache;

import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;

/** One request that goes upstream as it is, and whose response is for its sender only. */
final class Pass {
    private final CacheCore core;
    private final Exchange exchange;
    private final BypassReason reason;
    private final Stamp stamp;

    Pass(CacheCore core, Exchange exchange, BypassReason reason) {
        this.core = core;
        this.exchange = exchange;
        this.reason = reason;
        this.stamp = core.liveness.now(exchange.call().minimumSequence());
    }

    void send() {
        exchange.send(
                new Upstream.Request(exchange.call().request(), stamp.sequence(), Upstream.Purpose.PASS),
                this::arrived,
                cause -> {
                    Failure failure = UpstreamException.failureOf(cause);
                    if (!exchange.answeredInsteadOf(failure)) {
                        exchange.fail(failure);
                    }
                });
    }

    private void arrived(Upstream.Response response) {
        CacheCall call = exchange.call();
        ResponseHead head = response.head();
        List<String> tags = CacheTags.of(head.headers());
        boolean repeatable =
                call.request().method().equals("GET") || call.request().method().equals("HEAD");
        if (core.isClosed()) {
            response.abort().run();
            exchange.fail(Failure.CLOSED);
            return;
        }
        stamp.lift(response.fetchedAtSequence(), 0);
        if (repeatable
                && (core.liveness.isDead(call.key(), tags, stamp)
                        || (response.fetchedAtSequence() > 0
                                && core.liveness.isOvertaken(call.key(), tags, response.fetchedAtSequence())))) {
            response.abort().run();
            exchange.overtaken();
            return;
        }
        if (exchange.candidate() != null && exchange.answeredInsteadOf(head.status())) {
            response.abort().run();
            return;
        }
        List<String> changed = UnsafeTargets.of(call.key(), call.request(), head);
        changed.forEach(path -> core.liveness.invalidateHere(call.key().namespace(), path));
        Answer.Validity validity =
                repeatable ? new Answers.Fetched(call.key(), tags, stamp, core.liveness, true) : Answer.Validity.ALWAYS;
        AnswerBody body = body(core, exchange, response);
        if (!changed.isEmpty()) {
            core.disk.whenMarksAreKept(call.context(), () -> exchange.answerPassed(head, body, reason, validity));
        } else {
            exchange.answerPassed(head, body, reason, validity);
        }
    }

    /** The body for this exchange alone: not kept, and held back by its reader's pace. */
    static AnswerBody body(CacheCore core, Exchange exchange, Upstream.Response response) {
        ReadStream<Buffer> stream = response.body();
        if (stream == null) {
            return EmptyBody.INSTANCE;
        }
        BodyReader reader = reader(core, exchange, response, stream);
        return new StreamedBody(
                reader, SharedBody.declaredLength(response.head().headers()), StreamedBody.CatchUp.NONE);
    }

    /** The one reader of a body that flows from now on. */
    static BodyReader reader(CacheCore core, Exchange exchange, Upstream.Response response, ReadStream<Buffer> stream) {
        SharedBody shared = new SharedBody(
                core, exchange.call().context(), SharedBody.Incoming.of(response, stream), false, BodyListener.NONE);
        BodyReader reader = shared.join(exchange.call().context());
        if (reader == null) {
            throw new IllegalStateException("a body that has not begun has its first byte");
        }
        shared.begin();
        return reader;
    }
}
