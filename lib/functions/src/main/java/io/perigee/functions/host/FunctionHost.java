package io.perigee.functions.host;

import io.perigee.functions.CalledFunction;
import io.perigee.functions.Ending;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionInvoker;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one node.
 *
 * <p>A version that has started gets all new calls at once, where it is the newest of its name; the one before it finishes
 * the calls that it has, is then stopped, and its class loader is closed. Versions that behaviors name by number are
 * {@linkplain #pin pinned}, and stay besides.
 *
 * <p>Nothing that a function does makes a call fail in another way than by a {@link FunctionFailure}: it may throw, give
 * null, never complete, complete twice or too late, or hold its thread.
 */
public final class FunctionHost implements FunctionInvoker {
    private final Concurrency concurrency;
    private final Watchdog watchdog;
    private final VersionsInService versions;
    private final ResultRules rules;
    private final FailureLog unknown;

    /** Whose output goes into the node's log. */
    public FunctionHost(Vertx vertx, FunctionLimits limits) {
        this(vertx, limits, FunctionOutput.LOGGED);
    }

    /**
     * @param output gets what functions print and how they fail
     */
    public FunctionHost(Vertx vertx, FunctionLimits limits, FunctionOutput output) {
        this(vertx, limits, output, System::nanoTime);
        watchdog.start();
    }

    /**
     * That runs Lambda's packages as well.
     *
     * @param lambda used from the first such package on
     */
    public FunctionHost(Vertx vertx, FunctionLimits limits, FunctionOutput output, LambdaSettings lambda) {
        this(vertx, limits, output, Optional.of(lambda), System::nanoTime);
        watchdog.start();
    }

    /** With a clock of its own, whose time limits are enforced when {@link Watchdog#checkAll} is called. */
    FunctionHost(Vertx vertx, FunctionLimits limits, FunctionOutput output, LongSupplier nanoTime) {
        this(vertx, limits, output, Optional.empty(), nanoTime);
    }

    private FunctionHost(
            Vertx vertx,
            FunctionLimits limits,
            FunctionOutput output,
            Optional<LambdaSettings> lambda,
            LongSupplier nanoTime) {
        concurrency = new Concurrency(limits.concurrency());
        watchdog = new Watchdog(nanoTime);
        versions = new VersionsInService(vertx, limits, output, lambda, concurrency, watchdog);
        rules = new ResultRules(limits.maxBodyBytes());
        unknown = new FailureLog(output, watchdog.now());
    }

    /**
     * Loads that code and starts the function. Completes when new calls go to it; a version that already runs is left as it is.
     *
     * @return fails with {@link FunctionDeploymentException}, and nothing has changed then
     */
    public Future<DeployedFunction> deploy(FunctionId id, FunctionSource source) {
        return versions.deploy(id, source);
    }

    /** Which versions are to stay though newer ones run. Those that are neither pinned any more nor the newest are drained. */
    public void pin(Set<FunctionId> pinned) {
        versions.pin(pinned);
    }

    /** Drains and stops all versions of that function. Completes when they have stopped; at once if there are none. */
    public Future<Void> undeploy(String name) {
        return versions.undeploy(name);
    }

    /** Whether calls can go to that version. */
    public boolean isDeployed(FunctionId id) {
        return exactly(id) != null;
    }

    /** Drains and stops that version. Completes when it has stopped; at once if it does not run. */
    public Future<Void> undeploy(FunctionId id) {
        return versions.undeploy(id);
    }

    /**
     * Of which versions the region keeps how many execution environments initialised from now on: provisioned concurrency, of which this node
     * has its share. Those that are not deployed get theirs when they are. Without effect on functions that have no environments.
     *
     * @param counts 0 or more, of the region; versions that are not named get none
     */
    public void provision(Map<FunctionId, Integer> counts) {
        versions.provision(counts);
    }

    @Override
    public Future<RequestOutcome> invoke(FunctionReference reference, RequestEvent event) {
        EventType type = event.config().eventType();
        if (!type.isRequest()) {
            throw new IllegalArgumentException("a request event of type " + type);
        }
        return switch (admit(reference, Optional.of(type), event.config().requestId())) {
            case Admitted admitted ->
                new RequestCall(admitted.function(), admitted.place(), event, watchdog, rules).start();
            case Refused refused -> Future.succeededFuture(refused.failure());
        };
    }

    @Override
    public Future<ResponseOutcome> invoke(FunctionReference reference, ResponseEvent event) {
        EventType type = event.config().eventType();
        if (type.isRequest()) {
            throw new IllegalArgumentException("a response event of type " + type);
        }
        return switch (admit(reference, Optional.of(type), event.config().requestId())) {
            case Admitted admitted ->
                new ResponseCall(admitted.function(), admitted.place(), event, watchdog, rules).start();
            case Refused refused -> Future.succeededFuture(refused.failure());
        };
    }

    /**
     * Calls that function with a JSON payload of its own in place of an event. Only Lambda runtimes, and Java handlers that are written
     * for Lambda, can be called so. The future never fails, and completes on the caller's Vert.x context, if it has one.
     */
    public Future<InvocationResult> invoke(FunctionReference reference, Buffer payload) {
        return invoke(reference, UUID.randomUUID().toString(), payload);
    }

    /**
     * The same for an invocation that has an id already.
     *
     * @param requestId as the function gets it
     */
    public Future<InvocationResult> invoke(FunctionReference reference, String requestId, Buffer payload) {
        return switch (admit(reference, Optional.empty(), requestId)) {
            case Admitted admitted ->
                new DirectCall(admitted.function(), admitted.place(), requestId, payload, watchdog).start();
            case Refused refused -> Future.succeededFuture(DirectCall.result(refused.failure()));
        };
    }

    private sealed interface Admittance {}

    private record Admitted(LiveFunction function, Concurrency.Pool place) implements Admittance {}

    private record Refused(FunctionFailure failure) implements Admittance {}

    private Admittance admit(FunctionReference reference, Optional<EventType> type, String requestId) {
        while (true) {
            LiveFunction function = find(reference);
            if (function == null) {
                CalledFunction called = new CalledFunction(reference.toString(), reference.tier(), type);
                FunctionFailure failure = new FunctionFailure.NotAvailable(called, "it does not run on this node");
                unknown.report(Optional.empty(), failure, requestId, watchdog.now());
                return new Refused(failure);
            }
            long now = watchdog.now();
            if (type.isPresent() && !function.description().points().contains(type.get())) {
                return refused(
                        function,
                        new FunctionFailure.NotAvailable(function.called(type), "it has no handler for that event"),
                        requestId,
                        now);
            }
            switch (function.admit(now)) {
                case LiveFunction.Admission.Admitted(Concurrency.Pool place) -> {
                    return new Admitted(function, place);
                }
                case LiveFunction.Admission.Throttled(String limit) -> {
                    function.meter(type).throttled();
                    function.meter(Ending.THROTTLE, 0);
                    return refused(
                            function, new FunctionFailure.Throttled(function.called(type), limit), requestId, now);
                }
                case LiveFunction.Admission.CircuitOpen() -> {
                    function.meter(type).refused();
                    function.meter(Ending.THROTTLE, 0);
                    return refused(
                            function,
                            new FunctionFailure.NotAvailable(
                                    function.called(type),
                                    "too many of its calls have failed, it is left alone for a while"),
                            requestId,
                            now);
                }
                case LiveFunction.Admission.Retired() -> {
                    // It left the set before it was retired: the next look finds its successor, or none.
                }
            }
        }
    }

    private static Admittance refused(LiveFunction function, FunctionFailure failure, String requestId, long nowNanos) {
        function.report(failure, requestId, nowNanos);
        return new Refused(failure);
    }

    private @Nullable LiveFunction find(FunctionReference reference) {
        return reference.version().isPresent()
                ? versions.now().exactly(reference.name(), reference.version().getAsLong())
                : versions.now().newest(reference.name());
    }

    private @Nullable LiveFunction exactly(FunctionId id) {
        return versions.now().exactly(id.name(), id.version());
    }

    /** What new calls can go to. */
    public List<DeployedFunction> deployed() {
        return versions.now().all().stream().map(LiveFunction::description).toList();
    }

    /** Five entries for each version in service: one per point, and one for calls with a payload of their own. */
    public List<FunctionCounters> counters() {
        return versions.now().all().stream()
                .flatMap(function -> function.counters().stream())
                .toList();
    }

    /** Of one version at one point (empty: calls with a payload of their own); empty if it is not in service. */
    public Optional<FunctionCounters> counters(FunctionId id, Optional<EventType> type) {
        LiveFunction function = exactly(id);
        return function == null
                ? Optional.empty()
                : Optional.of(function.meter(type).read(id, type));
    }

    /** Of one version; empty if it is not in service. */
    public Optional<FunctionStatus> status(FunctionId id) {
        return Optional.ofNullable(exactly(id)).map(LiveFunction::status);
    }

    /** Runs that whenever a version has been put into service, or taken out of it. It must not block, and not call back into changes. */
    public void onChange(Runnable listener) {
        versions.onChange(listener);
    }

    /** How each version in service is doing. */
    public List<FunctionStatus> statuses() {
        return versions.now().all().stream().map(LiveFunction::status).toList();
    }

    /** How many calls may be under way in the region from now on; those that are stay. */
    public void limitConcurrency(ConcurrencyLimits limits) {
        concurrency.limit(limits);
    }

    /**
     * How many nodes share the region's limits and its provisioned environments, this one included.
     *
     * @param nodes from 1
     */
    public void shareConcurrency(int nodes) {
        concurrency.share(nodes);
        versions.share(nodes);
    }

    /** Calls under way that count against the limit of all functions together. */
    public int underWay() {
        return concurrency.underWay();
    }

    /** Drains and stops everything. Completes when all has stopped; nothing can be deployed any more. */
    public Future<Void> close() {
        return versions.close().onComplete(done -> watchdog.stop());
    }

    @Nullable
    LiveFunction live(FunctionReference reference) {
        return find(reference);
    }

    Watchdog watchdog() {
        return watchdog;
    }
}
