package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of one version at one point. */
final class Meter {
    private final LongAdder invocations = new LongAdder();
    private final LongAdder generatedResponses = new LongAdder();
    private final LongAdder executionErrors = new LongAdder();
    private final LongAdder invalidResults = new LongAdder();
    private final LongAdder throttles = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder blockedEventLoops = new LongAdder();
    private final LongAdder totalNanos = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

    void ended(long nanos) {
        invocations.increment();
        totalNanos.add(nanos);
        maxNanos.accumulate(nanos);
    }

    void generatedResponse() {
        generatedResponses.increment();
    }

    void throttled() {
        throttles.increment();
    }

    void refused() {
        refusals.increment();
    }

    void blockedEventLoop() {
        blockedEventLoops.increment();
    }

    void failed(FunctionFailure failure) {
        switch (failure) {
            case FunctionFailure.ExecutionError e -> executionErrors.increment();
            case FunctionFailure.InvalidResult e -> invalidResults.increment();
            case FunctionFailure.Throttled e -> throttles.increment();
            case FunctionFailure.TimedOut e -> timeouts.increment();
            case FunctionFailure.NotAvailable e -> {}
        }
    }

    FunctionCounters read(FunctionId function, Optional<EventType> type) {
        return new FunctionCounters(
                function,
                type,
                invocations.sum(),
                generatedResponses.sum(),
                executionErrors.sum(),
                invalidResults.sum(),
                throttles.sum(),
                timeouts.sum(),
                refusals.sum(),
                blockedEventLoops.sum(),
                totalNanos.sum(),
                maxNanos.get());
    }
}
