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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the functions that behaviors name onto the node before requests ask for them, and retires the others. */
final class FunctionDeployments {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionDeployments.class);

    private final Vertx vertx;
    private final FunctionHost host;
    private final FunctionStore store;
    private final ControlPlane control;
    private final Function<String, KeyValues> keyValues;
    private Set<FunctionVersion> running = Set.of();

    /** @param keyValues the key value stores of the node, by name */
    FunctionDeployments(
            Vertx vertx,
            FunctionHost host,
            FunctionStore store,
            ControlPlane control,
            Function<String, KeyValues> keyValues) {
        this.vertx = vertx;
        this.host = host;
        this.store = store;
        this.control = control;
        this.keyValues = keyValues;
    }

    /**
     * Makes sure that all of {@code wanted} run, beside what runs already.
     *
     * @return fails when a package cannot be had. A package that cannot be started is logged and left out: its requests get 503, and
     *     everything else goes on
     */
    Future<Void> prepare(Set<FunctionVersion> wanted) {
        Set<FunctionVersion> all = new HashSet<>(running);
        all.addAll(wanted);
        host.pin(ids(all));
        List<Future<?>> deployments = new ArrayList<>();
        for (FunctionVersion function : wanted) {
            if (!running.contains(function)) {
                deployments.add(deploy(function));
            }
        }
        return Future.all(deployments).mapEmpty();
    }

    private Future<?> deploy(FunctionVersion function) {
        FunctionId id = id(function);
        return code(function)
                .compose(code -> host.deploy(id, source(function, code)))
                .recover(cause -> {
                    if (cause instanceof FunctionDeploymentException refused) {
                        LOG.error("function {} cannot run on this node: {}", id, refused.getMessage());
                        return Future.succeededFuture();
                    }
                    return Future.failedFuture(cause);
                });
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

    /** Lets go of what is not wanted any more; requests in flight on it finish. */
    void retireOthers(Set<FunctionVersion> wanted) {
        host.pin(ids(wanted));
        Set<String> names = wanted.stream().map(FunctionVersion::name).collect(Collectors.toSet());
        for (FunctionVersion function : running) {
            if (!names.contains(function.name())) {
                host.undeploy(function.name())
                        .onFailure(
                                cause -> LOG.warn("function {} did not stop: {}", function.name(), cause.toString()));
            }
        }
        running = Set.copyOf(wanted);
    }

    private static Set<FunctionId> ids(Set<FunctionVersion> functions) {
        return functions.stream().map(FunctionDeployments::id).collect(Collectors.toSet());
    }

    private static FunctionId id(FunctionVersion function) {
        return new FunctionId(function.name(), function.version());
    }
}
