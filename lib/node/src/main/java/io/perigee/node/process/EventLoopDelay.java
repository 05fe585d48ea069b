package io.perigee.node.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late event loops are: each is asked twice a second to do nothing at a set time. Whatever waits on the same loop, a request for
 * example, is as late as that. Twice a second finds a loop that is blocked often or for long, and costs nothing.
 */
final class EventLoopDelay {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Vertx vertx;
    private final Timer delay;
    private volatile boolean stopped;

    EventLoopDelay(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.delay = Timer.builder("perigee.event.loop.delay")
                .description("How late event loops have come to what was due, looked at twice a second on each")
                .register(registry);
    }

    void start() {
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            plan(loop);
        }
    }

    /** What is planned still happens, once, and is not counted. */
    void stop() {
        stopped = true;
    }

    private void plan(EventExecutor loop) {
        if (stopped || loop.isShuttingDown()) {
            return;
        }
        long due = System.nanoTime() + EVERY_NANOS;
        var unused = loop.schedule(
                () -> {
                    if (!stopped) {
                        delay.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
                        plan(loop);
                    }
                },
                EVERY_NANOS,
                TimeUnit.NANOSECONDS);
    }
}
