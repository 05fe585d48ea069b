package io.perigee.functions.host;

import static java.util.Objects.requireNonNull;

import io.perigee.functions.CalledFunction;
import io.perigee.functions.Ending;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.RunningFunction;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One version in service: admits its calls, counts them, and knows when the last one has left. */
final class LiveFunction {
    /** What became of a call that asked to come in. */
    sealed interface Admission {
        /**
         * It came in.
         *
         * @param place to be given back by {@link #leave}
         */
        record Admitted(Concurrency.Pool place) implements Admission {}

        /**
         * It did not.
         *
         * @param limit that was met
         */
        record Throttled(String limit) implements Admission {}

        /** The function fails so often that it is left alone for a while. */
        record CircuitOpen() implements Admission {}

        /** Replaced since it was looked up; there is a newer one. */
        record Retired() implements Admission {}
    }

    private static final Admission RETIRED = new Admission.Retired();
    private static final Admission CIRCUIT_OPEN = new Admission.CircuitOpen();

    private final RunningFunction running;
    private final FunctionId id;
    private final FunctionTier tier;
    private final FunctionLimits limits;
    private final Concurrency concurrency;
    private final @Nullable Breaker breaker;
    private final FunctionOutput output;
    private final FailureLog failures;
    private final Map<EventType, Meter> meters = new EnumMap<>(EventType.class);
    private final Map<EventType, CalledFunction> called = new EnumMap<>(EventType.class);
    private final Meter direct = new Meter();
    private final CalledFunction calledDirectly;
    private final BodyBudget bodies;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean retired;

    LiveFunction(
            RunningFunction running,
            FunctionLimits limits,
            Concurrency concurrency,
            FunctionOutput output,
            long nowNanos) {
        this.running = running;
        id = running.description().id();
        tier = running.description().tier();
        this.concurrency = concurrency;
        // What holds back the other tiers' functions is not how often they fail, but what they cost: their runtimes see
        // to that.
        breaker = tier == FunctionTier.VERTICLE ? new Breaker(limits.breaker(), nowNanos) : null;
        this.limits = limits;
        bodies = new BodyBudget(limits.bodyMemory());
        this.output = output;
        failures = new FailureLog(output, nowNanos);
        Optional<FunctionTier> of = Optional.of(tier);
        for (EventType type : EventType.values()) {
            meters.put(type, new Meter());
            called.put(type, new CalledFunction(id.toString(), of, Optional.of(type)));
        }
        calledDirectly = new CalledFunction(id.toString(), of, Optional.empty());
    }

    FunctionId id() {
        return id;
    }

    DeployedFunction description() {
        return running.description();
    }

    RunningFunction running() {
        return running;
    }

    BodyBudget bodies() {
        return bodies;
    }

    FunctionLimits limits() {
        return limits;
    }

    /** Empty for calls with a payload of their own; so with {@link #called}. */
    Meter meter(Optional<EventType> type) {
        return type.isPresent() ? requireNonNull(meters.get(type.get())) : direct;
    }

    CalledFunction called(Optional<EventType> type) {
        return type.isPresent() ? requireNonNull(called.get(type.get())) : calledDirectly;
    }

    List<FunctionCounters> counters() {
        List<FunctionCounters> counters = new ArrayList<>(meters.size() + 1);
        meters.forEach((type, meter) -> counters.add(meter.read(id(), Optional.of(type))));
        counters.add(direct.read(id(), Optional.empty()));
        return counters;
    }

    Admission admit(long nowNanos) {
        inFlight.incrementAndGet();
        if (retired) {
            left();
            return RETIRED;
        }
        if (breaker != null && !breaker.admits(nowNanos)) {
            left();
            return CIRCUIT_OPEN;
        }
        Concurrency.Pool pool = concurrency.of(id().name(), description().tier());
        if (!pool.enter()) {
            left();
            return new Admission.Throttled(pool.describeLimit());
        }
        return pool.admitted();
    }

    void leave(Concurrency.Pool place) {
        place.leave();
        left();
    }

    private void left() {
        if (inFlight.decrementAndGet() == 0 && retired) {
            drained.tryComplete();
        }
    }

    /** Meters a call that has ended, or was not taken. */
    void meter(Ending ending, long nanos) {
        output.ended(id, tier, ending, nanos);
    }

    /** A call has ended. What it was throttled for is not the function's doing. */
    void ended(boolean failed, long nowNanos) {
        if (breaker != null) {
            breaker.ended(failed, nowNanos);
        }
    }

    FunctionStatus status() {
        boolean closed = (breaker == null || breaker.isClosed()) && !running.isHeldBack();
        return new FunctionStatus(id(), description().tier(), inFlight(), closed, running.counters());
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Admits nobody any more. Completes when the last call has left. */
    Future<Void> retire() {
        retired = true;
        if (inFlight.get() == 0) {
            drained.tryComplete();
        }
        return drained.future();
    }

    /**
     * Tells that a call has failed.
     *
     * @param requestId of the viewer's request, or of the invocation
     */
    void report(FunctionFailure failure, String requestId, long nowNanos) {
        failures.report(Optional.of(id()), failure, requestId, nowNanos);
    }
}
