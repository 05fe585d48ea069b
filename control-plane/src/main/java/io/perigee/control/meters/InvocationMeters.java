package io.perigee.control.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perigee.control.background.Rounds;
import io.perigee.control.store.InvocationTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The queue of invocations that nobody waits for. Control planes share it, so each tells the same:
 *
 * <ul>
 *   <li>{@code perigee_invocations_waiting}: accepted and not done
 *   <li>{@code perigee_invocations_oldest_seconds}: how long ago the first of them was accepted; 0 without any
 *   <li>{@code perigee_invocations_dead}: dead letters that are kept
 * </ul>
 *
 * <p>The database is asked every 15 s and not by a scrape: counting costs, and a scrape must answer while the database does not.
 */
public final class InvocationMeters {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final Supplier<Future<InvocationTable.Depth>> depth;
    private final Rounds rounds;
    private volatile InvocationTable.Depth known = InvocationTable.Depth.NONE;

    /** @param depth reads the queue's depth; may fail, then what was known last is told */
    public InvocationMeters(
            Vertx vertx, InstantSource clock, Supplier<Future<InvocationTable.Depth>> depth, MeterRegistry registry) {
        this.clock = clock;
        this.depth = depth;
        this.rounds = new Rounds(vertx, EVERY.toMillis(), this::look);
        gauge(
                registry,
                "waiting",
                null,
                "Invocations that were accepted and are not done",
                InvocationTable.Depth::waiting);
        gauge(registry, "oldest", "seconds", "How long ago the first of them was accepted", this::age);
        gauge(registry, "dead", null, "Dead letters that are kept", InvocationTable.Depth::dead);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String description,
            ToDoubleFunction<InvocationTable.Depth> value) {
        Gauge.builder("perigee.invocations." + name, () -> value.applyAsDouble(known))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private double age(InvocationTable.Depth of) {
        return of.waiting() == 0 ? 0 : Math.max(0, clock.millis() - of.oldest()) / 1e3;
    }

    private Future<Boolean> look() {
        return depth.get().map(now -> {
            known = now;
            return false;
        });
    }

    public void start() {
        rounds.start();
    }

    public void stop() {
        rounds.stop();
    }
}
