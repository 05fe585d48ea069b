package io.perigee.delivery.exchange;

import io.perigee.delivery.Asides;
import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.delivery.http.Contexts;
import io.perigee.delivery.http.FlowingBody;
import io.perigee.delivery.http.Messages;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.TrailerFields;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.TimeoutException;

/**
 * A response's body that fails when the origin sends nothing for too long: for one to two times the time-out, by a clock that ticks
 * once in it. Time counts only while somebody wants the next part: a slow viewer is not the origin's fault.
 */
final class WatchedBody extends FlowingBody {

    private final Vertx vertx;
    private final HttpClientResponse response;
    private final long timeoutMillis;
    private final Asides asides;
    private long progress;
    private long progressSeen = -1;
    private final long timer;

    /** Takes over the response, which is paused. */
    WatchedBody(Vertx vertx, HttpClientResponse response, long timeoutMillis, Asides asides) {
        this.vertx = vertx;
        this.response = response;
        this.timeoutMillis = timeoutMillis;
        this.asides = asides;
        this.timer = vertx.setPeriodic(timeoutMillis, this::look);
        response.handler(this::received);
        response.endHandler(end -> ended());
        response.exceptionHandler(this::tellFailure);
    }

    private void look(long id) {
        if (demand() == 0) {
            progressSeen = -1;
        } else if (progressSeen == progress) {
            tellFailure(new TimeoutException("the origin sent nothing for " + timeoutMillis + " ms"));
            drop(response);
        } else {
            progressSeen = progress;
        }
    }

    private void received(Buffer part) {
        progress++;
        give(part);
    }

    private void ended() {
        Headers trailers = TrailerFields.forwarded(Messages.headers(response.trailers()));
        if (!trailers.isEmpty() && !isOver()) {
            asides.trailers(InternalHeaders.removed(trailers));
        }
        tellEnd();
    }

    @Override
    protected void wanted(long amount) {
        response.fetch(amount);
    }

    @Override
    protected void paused() {
        // The clock starts anew with the next demand.
        progress++;
        response.pause();
    }

    @Override
    protected void released() {
        vertx.cancelTimer(timer);
    }

    /** Gives up the rest. */
    void abort() {
        if (giveUp()) {
            drop(response);
        }
    }

    /**
     * Drops what is left of a response, and with it its connection; but when all of it has come, and only lies unread, the connection may serve
     * somebody else already and stays.
     */
    static void drop(HttpClientResponse response) {
        response.handler(null);
        response.resume();
        Contexts.current().runOnContext(read -> {
            if (!response.end().isComplete()) {
                response.request().reset();
            }
        });
    }
}
