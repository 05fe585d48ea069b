package io.perigee.node.process;

import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when a node becomes ready, and when and why it no longer is. */
final class ReadinessLog {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessLog.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long NO_TIMER = -1;

    private final String name;
    private final Readiness readiness;
    private @Nullable Map<String, String> last;
    private long timer = NO_TIMER;
    private boolean stopped;

    ReadinessLog(String name, Readiness readiness) {
        this.name = name;
        this.readiness = readiness;
    }

    synchronized void start(Vertx vertx) {
        if (stopped) {
            return;
        }
        look();
        timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, id -> look());
    }

    synchronized void stop(Vertx vertx) {
        stopped = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
    }

    private synchronized void look() {
        Map<String, String> now = readiness.problems();
        if (now.equals(last)) {
            return;
        }
        if (now.isEmpty()) {
            LOG.info("{}: ready", name);
        } else {
            LOG.warn("{}: not ready: {}", name, String.join("; ", now.values()));
        }
        last = now;
    }
}
