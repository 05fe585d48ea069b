package io.perigee.functions.host;

import io.perigee.functions.CalledFunction;
import io.perigee.functions.Ending;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.Violation;
import io.perigee.functions.runtime.CallFailure;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a function, from its admission to its result.
 *
 * <p>Two things end independently. The call has <em>ended</em> when its outcome is known, at the latest when its time limit
 * has passed: then the caller hears of it. It has <em>left</em> when the handler has given its thread back, which it may do
 * long after that, or never. Only when both are so does it give back its place among the concurrent calls: otherwise calls
 * that pile up behind a handler that never comes back would fill the memory.
 *
 * @param <R> what the handler answers
 * @param <O> what the caller gets
 */
abstract sealed class Call<R, O> implements Watchdog.Watched permits RequestCall, ResponseCall, DirectCall {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    final LiveFunction function;
    private final CalledFunction called;
    private final Concurrency.Pool place;
    private final Watchdog watchdog;
    private final @Nullable Context caller = Vertx.currentContext();
    private final Promise<O> promise = Promise.promise();
    private final Meter meter;
    private final FunctionInstance instance;
    private final Duration limit;
    private final long startedAt;

    private boolean ended;
    private boolean left;
    private boolean interrupted;
    private boolean reportedAsBlocking;
    private @Nullable Thread thread;
    private long enteredAt;
    private long bodyBytes;

    /**
     * @param place that it has been admitted to
     * @param type empty for a call with a payload of its own
     */
    Call(LiveFunction function, Concurrency.Pool place, Optional<EventType> type, Watchdog watchdog) {
        this.function = function;
        this.place = place;
        this.watchdog = watchdog;
        called = function.called(type);
        meter = function.meter(type);
        instance = function.running().instance();
        limit = type.isPresent()
                ? function.running().timeout(type.get())
                : function.running().timeout();
        startedAt = watchdog.now();
    }

    abstract Future<R> handle(FunctionInstance instance);

    /** Of the viewer's request, or of the invocation. */
    abstract String requestId();

    abstract @Nullable Violation violation(R result);

    abstract O outcome(R result);

    abstract O outcome(FunctionFailure failure);

    /** Whether that result was made by the function alone, in place of cache and origin. */
    abstract boolean isGenerated(R result);

    /** How a valid result is metered: that of a call with a payload of its own may tell of an error. */
    Ending ending(R result) {
        return Ending.SUCCESS;
    }

    Future<O> start() {
        instance.take();
        watchdog.watch(this);
        try {
            instance.execute(this::run);
        } catch (RejectedExecutionException closing) {
            leave();
            fail(new FunctionFailure.ExecutionError(called, closing));
        }
        return promise.future();
    }

    FunctionTier tier() {
        return function.description().tier();
    }

    /** The context that the event's body belongs to. */
    @Nullable
    Context caller() {
        return caller;
    }

    /** Whether the bytes may be read now; they are given back when the call is over. */
    synchronized boolean reserveBody(long bytes) {
        if (ended || !function.bodies().reserve(bytes)) {
            return false;
        }
        bodyBytes += bytes;
        return true;
    }

    private void run() {
        if (!enter()) {
            leave();
            return;
        }
        Future<R> future;
        try {
            future = handle(instance);
        } catch (Throwable thrown) {
            // Whatever a function throws, a StackOverflowError or LinkageError too, must not reach the event loop.
            future = Future.failedFuture(thrown);
        }
        leave();
        if (future == null) {
            future = Future.failedFuture(new NullPointerException("the handler gave null, expected a future"));
        }
        future.onComplete(this::answered);
    }

    private void answered(AsyncResult<R> answer) {
        if (answer.failed()) {
            fail(failure(answer.cause()));
            return;
        }
        R result = answer.result();
        try {
            if (result == null) {
                throw new NullPointerException("the handler's future gave null, expected a result");
            }
            Violation violation = violation(result);
            if (violation != null) {
                fail(new FunctionFailure.InvalidResult(called, violation));
            } else {
                end(outcome(result), ending(result), false, meter -> {
                    if (isGenerated(result)) {
                        meter.generatedResponse();
                    }
                });
            }
        } catch (RuntimeException holesInTheResult) {
            fail(new FunctionFailure.ExecutionError(called, holesInTheResult));
        }
    }

    private FunctionFailure failure(Throwable cause) {
        return switch (cause) {
            case BodyBudget.ExhaustedException exhausted ->
                new FunctionFailure.Throttled(called, String.valueOf(exhausted.getMessage()));
            case CallFailure.Throttled throttled ->
                new FunctionFailure.Throttled(called, String.valueOf(throttled.getMessage()));
            case CallFailure.TimedOut late -> new FunctionFailure.TimedOut(called, late.limit());
            case CallFailure.InvalidResult invalid -> new FunctionFailure.InvalidResult(called, invalid.violation());
            default -> new FunctionFailure.ExecutionError(called, cause);
        };
    }

    private void fail(FunctionFailure failure) {
        boolean throttled = failure instanceof FunctionFailure.Throttled;
        end(outcome(failure), throttled ? Ending.THROTTLE : Ending.ERROR, !throttled, meter -> {
            meter.failed(failure);
            function.report(failure, requestId(), watchdog.now());
        });
    }

    /** Ends the call with that outcome, unless it has ended before; it is counted before the caller hears of it. */
    private void end(O outcome, Ending ending, boolean failed, Consumer<Meter> count) {
        boolean over;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            over = left;
        }
        long now = watchdog.now();
        meter.ended(now - startedAt);
        function.meter(ending, now - startedAt);
        function.ended(failed, now);
        count.accept(meter);
        if (over) {
            release();
        }
        deliver(outcome);
    }

    private void deliver(O outcome) {
        if (caller == null) {
            promise.complete(outcome);
            return;
        }
        try {
            ((ContextInternal) caller).emit(unused -> promise.complete(outcome));
        } catch (RejectedExecutionException closing) {
            LOG.debug("nobody is left to hear the outcome of {}", called, closing);
        }
    }

    private synchronized boolean enter() {
        if (ended) {
            return false;
        }
        thread = Thread.currentThread();
        enteredAt = watchdog.now();
        return true;
    }

    private void leave() {
        boolean over;
        synchronized (this) {
            thread = null;
            left = true;
            over = ended;
            if (interrupted) {
                // The thread goes on with other calls.
                var unused = Thread.interrupted();
            }
        }
        if (over) {
            release();
        }
    }

    private void release() {
        watchdog.forget(this);
        instance.giveBack();
        function.bodies().release(bodyBytes);
        function.leave(place);
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - startedAt > limit.toNanos()) {
            fail(new FunctionFailure.TimedOut(called, limit));
            interrupt();
        }
        if (instance.runsOnEventLoop()) {
            reportIfBlocking(nowNanos);
        }
    }

    private synchronized void interrupt() {
        if (thread != null && !interrupted) {
            interrupted = true;
            instance.interrupt(thread);
        }
    }

    private void reportIfBlocking(long nowNanos) {
        Thread blocked;
        synchronized (this) {
            blocked = thread;
            if (blocked == null
                    || reportedAsBlocking
                    || nowNanos - enteredAt < function.limits().blockedAfter().toNanos()) {
                return;
            }
            reportedAsBlocking = true;
        }
        meter.blockedEventLoop();
        LOG.warn(
                "{} has held the event loop {} for more than {} ms; it should not block, or be @Blocking\n{}",
                called,
                blocked.getName(),
                function.limits().blockedAfter().toMillis(),
                Arrays.stream(blocked.getStackTrace())
                        .map(frame -> "\tat " + frame)
                        .collect(Collectors.joining("\n")));
    }
}
