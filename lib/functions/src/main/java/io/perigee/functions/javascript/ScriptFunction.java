package io.perigee.functions.javascript;

import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.InvalidOriginException;
import io.perigee.functions.Invocation;
import io.perigee.functions.Invocation.Outcome;
import io.perigee.functions.KeyValues;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.javascript.CpuBudget.Run;
import io.perigee.functions.runtime.CallFailure;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionInstance;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.functions.runtime.RunningFunction;
import io.perigee.functions.runtime.RuntimeCounters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A CloudFront function that runs. Its calls share nothing but what its code keeps in variables, which may be gone with any call. */
final class ScriptFunction implements RunningFunction {
    /** Of loading the code, and of a call; on the clock, with the wait for a thread. What a script may compute is less: {@link CpuBudget}. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** CPU time for loading: the engine's own scripts, and the function's outermost lines. */
    private static final Duration LOAD_LIMIT = Duration.ofMillis(250);

    private static final int MEMORY_MB = 2;

    private final FunctionId id;
    private final JavaScriptVersion version;
    private final String code;
    private final @Nullable KeyValues values;
    private final ScriptNode node;
    private final Instance instance;
    private final LongAdder coldStarts = new LongAdder();
    private final LongAdder warmStarts = new LongAdder();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);
    private final ComputeAllowance allowance = new ComputeAllowance(System.nanoTime());
    private volatile long loadNanos;
    private volatile @Nullable String disabled;

    ScriptFunction(FunctionId id, JavaScriptVersion version, String code, @Nullable KeyValues values, ScriptNode node) {
        this.id = id;
        this.version = version;
        this.code = code;
        this.values = values;
        this.node = node;
        instance = new Instance(node.threads().queue());
    }

    @Override
    public DeployedFunction description() {
        return new DeployedFunction(
                id,
                FunctionTier.CLOUDFRONT_FUNCTION,
                "handler",
                Set.of(EventType.VIEWER_REQUEST, EventType.VIEWER_RESPONSE));
    }

    @Override
    public Duration timeout(EventType type) {
        return TIMEOUT;
    }

    @Override
    public Duration timeout() {
        return TIMEOUT;
    }

    /** A cold start is a call for which an isolate had to be loaded. */
    @Override
    public RuntimeCounters counters() {
        long utilisation = Math.ceilDiv(longestNanos.get() * 100, CpuBudget.LIMIT.toNanos());
        return new RuntimeCounters(coldStarts.sum(), warmStarts.sum(), 0, 0, (int) Math.min(100, utilisation));
    }

    @Override
    public FunctionInstance instance() {
        return instance;
    }

    @Override
    public Future<Void> stop() {
        node.pool().drop(this);
        return Future.succeededFuture();
    }

    /** Makes an isolate that is ready for the first call. On a thread of scripts only: V8 needs its stack. */
    ScriptIsolate load() {
        ScriptIsolate isolate = new ScriptIsolate(node.engine(), version, values);
        Run run = node.budget().begin(isolate, LOAD_LIMIT, this::disable);
        boolean loaded = false;
        try {
            isolate.load(code);
            loaded = true;
            return isolate;
        } finally {
            loadNanos = run.end();
            if (!loaded) {
                isolate.close();
                allowance.charge(loadNanos, System.nanoTime());
            }
        }
    }

    /** Loads its code before the first call. */
    void warm() {
        ScriptIsolate isolate = load();
        isolate.trim();
        node.pool().give(this, isolate);
    }

    /** Calls of a function that does not give its thread back are not worth another thread. */
    private void disable() {
        disabled = "it held a thread and could not be stopped";
    }

    /** Null where the target has no question mark. */
    private static @Nullable String rawQueryString(EventConfig config, FunctionRequest request) {
        String raw = config.rawQueryString();
        return raw != null || request.querystring().isEmpty() ? raw : request.querystring();
    }

    @Override
    public boolean isHeldBack() {
        return !allowance.admits(System.nanoTime());
    }

    /** Runs the handler, on a thread of scripts. */
    private String call(EventConfig config, FunctionRequest request, String event) {
        String reason = disabled;
        if (reason != null) {
            throw new ScriptException(reason);
        }
        if (isHeldBack()) {
            throw new CallFailure.Throttled("its calls have used far more than " + ComputeAllowance.PER_CALL.toMillis()
                    + " ms of CPU time each");
        }
        ScriptIsolate idle = node.pool().take(this);
        (idle == null ? coldStarts : warmStarts).increment();
        ScriptIsolate isolate = idle == null ? load() : idle;
        Run run = node.budget().begin(isolate, CpuBudget.LIMIT, this::disable);
        Outcome outcome = Outcome.ERROR;
        ScriptLog log = new ScriptLog(node.output(), id, config);
        try {
            String answer = isolate.call(
                    new ScriptEvent(
                            event,
                            rawQueryString(config, request),
                            EventWriter.write(config.edgeLocation()),
                            node.clock().getAsLong()),
                    log);
            outcome = Outcome.SUCCESS;
            return answer;
        } finally {
            Duration used = Duration.ofNanos(run.end());
            longestNanos.accumulate(used.toNanos());
            long cost = used.toNanos();
            if (isolate.isSound()) {
                node.pool().give(this, isolate);
            } else {
                isolate.close();
                // Another one is loaded in its place.
                cost += loadNanos;
            }
            allowance.charge(cost, System.nanoTime());
            log.end();
            report(config, outcome, used);
        }
    }

    /** Its duration is CPU time, which is what a call may use so much of. */
    private void report(EventConfig config, Outcome outcome, Duration used) {
        node.output()
                .report(new Invocation(
                        id,
                        config.requestId(),
                        Optional.of(config.eventType()),
                        outcome,
                        used,
                        used,
                        MEMORY_MB,
                        0,
                        Optional.empty()));
    }

    private final class Instance extends FunctionInstance {
        private final ScriptThreads.Queue queue;

        Instance(ScriptThreads.Queue queue) {
            this.queue = queue;
        }

        @Override
        public void execute(Runnable call) {
            queue.execute(call);
        }

        @Override
        public boolean runsOnEventLoop() {
            return false;
        }

        @Override
        public Future<RequestResult> handle(RequestEvent event) {
            try {
                String answer = call(event.config(), event.request(), EventWriter.write(event));
                return Future.succeededFuture(AnswerReader.atRequest(answer, event.request()));
            } catch (InvalidAnswerException invalid) {
                return Future.failedFuture(new CallFailure.InvalidResult(invalid.violation()));
            } catch (InvalidOriginException invalid) {
                return Future.failedFuture(new CallFailure.InvalidResult(invalid.violation()));
            } catch (ScriptException | CallFailure failed) {
                return Future.failedFuture(failed);
            }
        }

        @Override
        public Future<FunctionResponse> handle(ResponseEvent event) {
            try {
                String answer = call(event.config(), event.request(), EventWriter.write(event));
                return Future.succeededFuture(AnswerReader.atResponse(answer, event.response()));
            } catch (InvalidAnswerException invalid) {
                return Future.failedFuture(new CallFailure.InvalidResult(invalid.violation()));
            } catch (ScriptException | CallFailure failed) {
                return Future.failedFuture(failed);
            }
        }
    }
}
