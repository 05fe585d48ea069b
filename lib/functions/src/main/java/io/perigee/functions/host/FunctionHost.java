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
import io.perigee.functions.javascript.JavaScriptRuntime;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.RunningFunction;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(FunctionHost.class);

    private final FunctionLimits limits;
    private final FunctionOutput output;
    private final Concurrency concurrency;
    private final Watchdog watchdog;
    private final VerticleRuntime verticles;
    private final LambdaTier lambda;
    private final JavaScriptRuntime scripts;
    private final ResultRules rules;
    private final FailureLog unknown;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private volatile VersionSet versions = VersionSet.EMPTY;

    // Guarded by this: what changes the set of versions, one deployment per name at a time.
    private final Map<String, Future<?>> deployments = new HashMap<>();
    private final Set<Future<?>> retiring = new HashSet<>();
    private Set<FunctionId> pinned = Set.of();
    private Map<FunctionId, Integer> provisioned = Map.of();
    private int nodes = 1;
    private boolean closed;

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
        this.limits = limits;
        this.output = output;
        concurrency = new Concurrency(limits.concurrency());
        watchdog = new Watchdog(nanoTime);
        verticles = new VerticleRuntime(vertx, limits, output, watchdog);
        this.lambda = new LambdaTier(vertx, lambda, output);
        scripts = new JavaScriptRuntime(vertx, output);
        rules = new ResultRules(limits.maxBodyBytes());
        unknown = new FailureLog(output, watchdog.now());
    }

    /**
     * Loads that code and starts the function. Completes when new calls go to it; a version that already runs is left as it is.
     *
     * @return fails with {@link FunctionDeploymentException}, and nothing has changed then
     */
    public synchronized Future<DeployedFunction> deploy(FunctionId id, FunctionSource source) {
        // In the order of the calls: else a slow start of version 2 could end after that of version 3.
        Future<?> before = deployments.getOrDefault(id.name(), Future.succeededFuture());
        Promise<DeployedFunction> promise = Promise.promise();
        deployments.put(id.name(), promise.future());
        before.onComplete(done -> start(id, source).onComplete(promise));
        promise.future().onComplete(done -> forget(id.name(), promise.future()));
        return promise.future();
    }

    private synchronized void forget(String name, Future<?> deployment) {
        deployments.remove(name, deployment);
    }

    private synchronized Future<DeployedFunction> start(FunctionId id, FunctionSource source) {
        LiveFunction present = versions.exactly(id.name(), id.version());
        if (present != null) {
            return Future.succeededFuture(present.description());
        }
        FunctionDeploymentException refused = refusal(id);
        return refused != null ? Future.failedFuture(refused) : run(id, source).compose(this::putIntoService);
    }

    private Future<RunningFunction> run(FunctionId id, FunctionSource source) {
        return switch (source) {
            case FunctionSource.Verticle verticle -> verticles.start(id, verticle);
            case FunctionSource.LambdaPackage zip -> lambda.start(id, zip);
            case FunctionSource.CloudFrontScript script -> scripts.start(id, script);
        };
    }

    private synchronized Future<DeployedFunction> putIntoService(RunningFunction running) {
        FunctionId id = running.description().id();
        FunctionDeploymentException refused = refusal(id);
        if (refused != null) {
            return running.stop().transform(done -> Future.failedFuture(refused));
        }
        LiveFunction function = new LiveFunction(running, limits, concurrency, output, watchdog.now());
        changed(versions.with(function));
        provision(function);
        LOG.info("{} runs: {}", id, running.description().handler());
        retireUnneeded();
        return Future.succeededFuture(running.description());
    }

    private @Nullable FunctionDeploymentException refusal(FunctionId id) {
        if (closed) {
            return new FunctionDeploymentException(Reason.HOST_CLOSED, id + " is not deployed: the host is closed");
        }
        LiveFunction newest = versions.newest(id.name());
        return newest == null || newest.id().version() < id.version() || pinned.contains(id)
                ? null
                : new FunctionDeploymentException(
                        Reason.SUPERSEDED, id + " is not deployed: " + newest.id() + " runs, and it is not pinned");
    }

    /** Which versions are to stay though newer ones run. Those that are neither pinned any more nor the newest are drained. */
    public synchronized void pin(Set<FunctionId> pinned) {
        this.pinned = Set.copyOf(pinned);
        retireUnneeded();
    }

    private void retireUnneeded() {
        for (LiveFunction function : versions.all()) {
            boolean newest = versions.newest(function.id().name()) == function;
            if (!newest && !pinned.contains(function.id())) {
                var unused = retire(function);
            }
        }
    }

    /** Drains and stops all versions of that function. Completes when they have stopped; at once if there are none. */
    public synchronized Future<Void> undeploy(String name) {
        List<Future<?>> stopped = new ArrayList<>();
        for (LiveFunction function : versions.all()) {
            if (function.id().name().equals(name)) {
                stopped.add(retire(function));
            }
        }
        return Future.join(stopped).mapEmpty();
    }

    /** Whether calls can go to that version. */
    public boolean isDeployed(FunctionId id) {
        return versions.exactly(id.name(), id.version()) != null;
    }

    /** Drains and stops that version. Completes when it has stopped; at once if it does not run. */
    public synchronized Future<Void> undeploy(FunctionId id) {
        LiveFunction function = versions.exactly(id.name(), id.version());
        return function == null ? Future.succeededFuture() : retire(function);
    }

    private Future<Void> retire(LiveFunction function) {
        changed(versions.without(function));
        FunctionId id = function.id();
        Future<Void> drained = Deadline.over(
                watchdog,
                function.retire(),
                limits.drainTimeout(),
                () -> new TimeoutException(function.inFlight() + " calls have not left"));
        Future<Void> stopped = drained.onFailure(late -> LOG.warn("{} is stopped early: {}", id, late.getMessage()))
                .eventually(() -> Deadline.over(
                        watchdog,
                        function.running().stop(),
                        limits.drainTimeout(),
                        () -> new TimeoutException("stop() has not completed")))
                .onSuccess(done -> LOG.info("{} has stopped", id))
                .recover(failure -> {
                    LOG.warn("{} did not stop cleanly: {}", id, failure.toString());
                    return Future.succeededFuture();
                });
        if (!stopped.isComplete()) {
            retiring.add(stopped);
            stopped.onComplete(done -> settled(stopped));
        }
        return stopped;
    }

    /**
     * Of which versions the region keeps how many execution environments initialised from now on: provisioned concurrency, of which this node
     * has its share. Those that are not deployed get theirs when they are. Without effect on functions that have no environments.
     *
     * @param counts 0 or more, of the region; versions that are not named get none
     */
    public synchronized void provision(Map<FunctionId, Integer> counts) {
        provisioned = Map.copyOf(counts);
        versions.all().forEach(this::provision);
    }

    private void provision(LiveFunction function) {
        function.running().provision(Math.ceilDiv(provisioned.getOrDefault(function.id(), 0), nodes));
    }

    private synchronized void settled(Future<?> stopped) {
        retiring.remove(stopped);
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
                ? versions.exactly(reference.name(), reference.version().getAsLong())
                : versions.newest(reference.name());
    }

    /** What new calls can go to. */
    public List<DeployedFunction> deployed() {
        return versions.all().stream().map(LiveFunction::description).toList();
    }

    /** Five entries for each version in service: one per point, and one for calls with a payload of their own. */
    public List<FunctionCounters> counters() {
        return versions.all().stream()
                .flatMap(function -> function.counters().stream())
                .toList();
    }

    /** Of one version at one point (empty: calls with a payload of their own); empty if it is not in service. */
    public Optional<FunctionCounters> counters(FunctionId id, Optional<EventType> type) {
        LiveFunction function = versions.exactly(id.name(), id.version());
        return function == null
                ? Optional.empty()
                : Optional.of(function.meter(type).read(id, type));
    }

    /** Of one version; empty if it is not in service. */
    public Optional<FunctionStatus> status(FunctionId id) {
        return Optional.ofNullable(versions.exactly(id.name(), id.version())).map(LiveFunction::status);
    }

    /** Runs that whenever a version has been put into service, or taken out of it. It must not block, and not call back into changes. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed(VersionSet changed) {
        versions = changed;
        listeners.forEach(Runnable::run);
    }

    /** How each version in service is doing. */
    public List<FunctionStatus> statuses() {
        return versions.all().stream().map(LiveFunction::status).toList();
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
    public synchronized void shareConcurrency(int nodes) {
        this.nodes = nodes;
        concurrency.share(nodes);
        versions.all().forEach(this::provision);
    }

    /** Calls under way that count against the limit of all functions together. */
    public int underWay() {
        return concurrency.underWay();
    }

    /** Drains and stops everything. Completes when all has stopped; nothing can be deployed any more. */
    public Future<Void> close() {
        List<Future<?>> stopping;
        synchronized (this) {
            closed = true;
            for (LiveFunction function : versions.all()) {
                var unused = retire(function);
            }
            stopping = new ArrayList<>(retiring);
            stopping.addAll(deployments.values());
        }
        return Future.join(stopping).<Void>mapEmpty().otherwiseEmpty().onComplete(done -> {
            watchdog.stop();
            lambda.close();
            scripts.close();
        });
    }

    @Nullable
    LiveFunction live(FunctionReference reference) {
        return find(reference);
    }

    Watchdog watchdog() {
        return watchdog;
    }
}
