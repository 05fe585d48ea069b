package io.perigee.functions.host;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which versions are in service on a node, and how they come and go: one deployment of a function at a time, a new version before the old one
 * leaves, and those that leave after their last call.
 */
final class VersionsInService {
    private static final Logger LOG = LoggerFactory.getLogger(VersionsInService.class);

    private final FunctionLimits limits;
    private final FunctionOutput output;
    private final Concurrency concurrency;
    private final Watchdog watchdog;
    private final VerticleRuntime verticles;
    private final LambdaTier lambda;
    private final JavaScriptRuntime scripts;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private volatile VersionSet versions = VersionSet.EMPTY;

    // Guarded by this: what changes the set of versions, one deployment per name at a time.
    private final Map<String, Future<?>> deployments = new HashMap<>();
    private final Set<Future<?>> retiring = new HashSet<>();
    private Set<FunctionId> pinned = Set.of();
    private Map<FunctionId, Integer> provisioned = Map.of();
    private int nodes = 1;
    private boolean closed;

    VersionsInService(
            Vertx vertx,
            FunctionLimits limits,
            FunctionOutput output,
            Optional<LambdaSettings> lambda,
            Concurrency concurrency,
            Watchdog watchdog) {
        this.limits = limits;
        this.output = output;
        this.concurrency = concurrency;
        this.watchdog = watchdog;
        verticles = new VerticleRuntime(vertx, limits, output, watchdog);
        this.lambda = new LambdaTier(vertx, lambda, output);
        scripts = new JavaScriptRuntime(vertx, output);
    }

    /** Those that are in service now. */
    VersionSet now() {
        return versions;
    }

    /** See {@link FunctionHost#deploy}. */
    synchronized Future<DeployedFunction> deploy(FunctionId id, FunctionSource source) {
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

    /** See {@link FunctionHost#pin}. */
    synchronized void pin(Set<FunctionId> pinned) {
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

    /** Drains and stops all versions of that function. */
    synchronized Future<Void> undeploy(String name) {
        List<Future<?>> stopped = new ArrayList<>();
        for (LiveFunction function : versions.all()) {
            if (function.id().name().equals(name)) {
                stopped.add(retire(function));
            }
        }
        return Future.join(stopped).mapEmpty();
    }

    /** Drains and stops that version. */
    synchronized Future<Void> undeploy(FunctionId id) {
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

    /** See {@link FunctionHost#provision}. */
    synchronized void provision(Map<FunctionId, Integer> counts) {
        provisioned = Map.copyOf(counts);
        versions.all().forEach(this::provision);
    }

    private void provision(LiveFunction function) {
        function.running().provision(Math.ceilDiv(provisioned.getOrDefault(function.id(), 0), nodes));
    }

    private synchronized void settled(Future<?> stopped) {
        retiring.remove(stopped);
    }

    /** How many nodes share what is provisioned, this one included. */
    synchronized void share(int nodes) {
        this.nodes = nodes;
        versions.all().forEach(this::provision);
    }

    /** See {@link FunctionHost#onChange}. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed(VersionSet changed) {
        versions = changed;
        listeners.forEach(Runnable::run);
    }

    /** Drains and stops everything; nothing can be deployed any more. */
    Future<Void> close() {
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
            lambda.close();
            scripts.close();
        });
    }
}
