package io.perigee.delivery.network;

import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.functions.FunctionId;
import io.perigee.functions.KeyValues;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionStore;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the functions that behaviors name onto the node before requests ask for them, and retires the others. */
final class FunctionDeployments {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionDeployments.class);

    /** How long a version that no behavior names stays after it was invoked last. */
    static final Duration IDLE = Duration.ofMinutes(10);

    /**
     * How long a version stays that behaviors have named until now: a request that was routed before may call it only when its origin has
     * answered, and an origin, or two of a group, may take that long.
     */
    static final Duration FAREWELL = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final FunctionHost host;
    private final FunctionStore store;
    private final ControlPlane control;
    private final Function<String, KeyValues> keyValues;
    private final LongSupplier nanoTime;
    private Set<FunctionVersion> running = Set.of();
    /** What is about to run. */
    private Set<FunctionVersion> preparing = Set.of();
    /** Versions that behaviors do not name any more, and since when. */
    private final Map<FunctionVersion, Long> leaving = new HashMap<>();
    /** Versions that invocations have brought onto the node, and when they were asked for last. */
    private final Map<FunctionVersion, Long> borrowed = new HashMap<>();

    /**
     * @param keyValues the key value stores of the node, by name
     * @param nanoTime for how long a version has not been invoked, or named
     */
    FunctionDeployments(
            Vertx vertx,
            FunctionHost host,
            FunctionStore store,
            ControlPlane control,
            Function<String, KeyValues> keyValues,
            LongSupplier nanoTime) {
        this.vertx = vertx;
        this.host = host;
        this.store = store;
        this.control = control;
        this.keyValues = keyValues;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes sure that all of {@code wanted} run, beside what runs already.
     *
     * @return fails when a package cannot be had. A package that cannot be started is logged and left out: its requests get 503, and
     *     everything else goes on
     */
    synchronized Future<Void> prepare(Set<FunctionVersion> wanted) {
        preparing = Set.copyOf(wanted);
        pin();
        List<Future<?>> deployments = new ArrayList<>();
        for (FunctionVersion function : wanted) {
            if (!running.contains(function)) {
                deployments.add(deploy(function).recover(cause -> {
                    if (cause instanceof FunctionDeploymentException refused) {
                        LOG.error("function {} cannot run on this node: {}", id(function), refused.getMessage());
                        return Future.succeededFuture();
                    }
                    return Future.failedFuture(cause);
                }));
            }
        }
        return Future.all(deployments).mapEmpty();
    }

    /**
     * Makes sure that this version runs, though no behavior may name it, until it has not been asked for over a time.
     *
     * @return fails when its package cannot be had or started
     */
    synchronized Future<Void> borrow(FunctionVersion function) {
        borrowed.put(function, nanoTime.getAsLong());
        pin();
        // What runs already is left as it is: the host knows best, since a version that behaviors name may have failed
        // to start.
        return host.isDeployed(id(function))
                ? Future.succeededFuture()
                : deploy(function).mapEmpty();
    }

    /** Lets go of versions that were borrowed and have not been asked for since, and of those that no request needs any more; calls in flight finish. */
    synchronized void returnIdle() {
        List<FunctionVersion> gone = new ArrayList<>();
        gone.addAll(removeOlder(borrowed, IDLE));
        gone.addAll(removeOlder(leaving, FAREWELL));
        Set<FunctionVersion> needed = pin();
        gone.stream()
                .filter(function -> !needed.contains(function))
                .forEach(function -> stopped(id(function), host.undeploy(id(function))));
    }

    private List<FunctionVersion> removeOlder(Map<FunctionVersion, Long> since, Duration age) {
        long now = nanoTime.getAsLong();
        List<FunctionVersion> older = since.entrySet().stream()
                .filter(entry -> now - entry.getValue() > age.toNanos())
                .map(Map.Entry::getKey)
                .toList();
        older.forEach(since::remove);
        return older;
    }

    private Set<FunctionVersion> pin() {
        Set<FunctionVersion> all = new HashSet<>(running);
        all.addAll(preparing);
        all.addAll(borrowed.keySet());
        all.addAll(leaving.keySet());
        host.pin(ids(all));
        return all;
    }

    private Future<?> deploy(FunctionVersion function) {
        return code(function).compose(code -> host.deploy(id(function), source(function, code)));
    }

    private FunctionSource source(FunctionVersion function, Path code) {
        return switch (function.runtime().family()) {
            case VERTICLE -> new FunctionSource.VerticleJar(code, Optional.of(function.handler()));
            case LAMBDA ->
                new FunctionSource.LambdaPackage(
                        code,
                        function.runtime().documentName(),
                        function.handler(),
                        function.memorySize(),
                        Duration.ofSeconds(function.timeout()));
            case CLOUDFRONT_JS ->
                new FunctionSource.CloudFrontScript(
                        code,
                        function.runtime() == FunctionRuntime.CLOUDFRONT_JS_1_0
                                ? JavaScriptVersion.V1_0
                                : JavaScriptVersion.V2_0,
                        Optional.ofNullable(function.keyValueStore()).map(keyValues));
        };
    }

    private Future<Path> code(FunctionVersion function) {
        return vertx.executeBlocking(() -> store.find(function.sha256()), false)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.get())
                        : control.functionCode(function.name(), function.version())
                                .compose(code -> vertx.executeBlocking(
                                        () -> store.put(function.sha256(), code.getBytes()), false)));
    }

    /** Requests are routed to no others from now on; these stay for those that were routed before. */
    synchronized void retireOthers(Set<FunctionVersion> wanted) {
        long now = nanoTime.getAsLong();
        running.forEach(function -> leaving.put(function, now));
        leaving.keySet().removeAll(wanted);
        running = Set.copyOf(wanted);
        preparing = Set.of();
        pin();
    }

    private static void stopped(FunctionId what, Future<Void> stopping) {
        stopping.onFailure(cause -> LOG.warn("function {} did not stop: {}", what, cause.toString()));
    }

    private static Set<FunctionId> ids(Set<FunctionVersion> functions) {
        return functions.stream().map(FunctionDeployments::id).collect(Collectors.toSet());
    }

    private static FunctionId id(FunctionVersion function) {
        return new FunctionId(function.name(), function.version());
    }
}
