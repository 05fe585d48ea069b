package io.perigee.regional;

import io.perigee.cache.SequenceView;
import io.perigee.delivery.http.RequestEnd;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Waits until this node has applied as much of the change log as the edge that asks: else it might answer with what the edge already knows
 * to be invalidated, or route by an older configuration.
 */
final class CatchUp {

    private static final long LOOK_EVERY_MILLIS = 2;

    private final Vertx vertx;
    private final SequenceView log;
    private final long patienceMillis;

    /** @param patience how long an edge is kept waiting before it is told to go elsewhere */
    CatchUp(Vertx vertx, SequenceView log, Duration patience) {
        this.vertx = vertx;
        this.log = log;
        this.patienceMillis = patience.toMillis();
    }

    enum Position {
        REACHED,
        BEHIND
    }

    void to(long sequence, RequestEnd end, Handler<Position> next) {
        if (log.applied() >= sequence) {
            next.handle(Position.REACHED);
        } else {
            look(sequence, patienceMillis, end, next);
        }
    }

    private void look(long sequence, long leftMillis, RequestEnd end, Handler<Position> next) {
        vertx.setTimer(LOOK_EVERY_MILLIS, end.guard(fired -> {
            if (log.applied() >= sequence) {
                next.handle(Position.REACHED);
            } else if (leftMillis <= 0) {
                next.handle(Position.BEHIND);
            } else {
                look(sequence, leftMillis - LOOK_EVERY_MILLIS, end, next);
            }
        }));
    }
}
