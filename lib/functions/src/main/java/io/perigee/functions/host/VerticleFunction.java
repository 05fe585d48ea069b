package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionInstance;
import io.perigee.functions.runtime.RunningFunction;
import io.perigee.functions.runtime.RuntimeCounters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** The deployed instances of an author's class. */
final class VerticleFunction implements RunningFunction {
    private final Vertx vertx;
    private final DeployedFunction description;
    private final List<VerticleInstance> instances;
    private final String deployment;
    private final AutoCloseable loader;
    private final FunctionLimits limits;

    VerticleFunction(
            Vertx vertx,
            DeployedFunction description,
            List<VerticleInstance> instances,
            String deployment,
            AutoCloseable loader,
            FunctionLimits limits) {
        this.vertx = vertx;
        this.description = description;
        this.instances = instances;
        this.deployment = deployment;
        this.loader = loader;
        this.limits = limits;
    }

    @Override
    public DeployedFunction description() {
        return description;
    }

    @Override
    public Duration timeout(EventType type) {
        return limits.timeout(type);
    }

    @Override
    public Duration timeout() {
        return limits.originTimeout();
    }

    /**
     * The instance on the calling event loop, which saves two changes of thread; it cannot be one that is blocked, since its
     * thread is here. Else the one with the fewest calls.
     */
    @Override
    public FunctionInstance instance() {
        VerticleInstance idlest = instances.getFirst();
        int fewest = Integer.MAX_VALUE;
        for (VerticleInstance instance : instances) {
            if (instance.isOnThisThread()) {
                return instance;
            }
            int busy = instance.busy();
            if (busy < fewest) {
                fewest = busy;
                idlest = instance;
            }
        }
        return idlest;
    }

    @Override
    public RuntimeCounters counters() {
        return new RuntimeCounters(0, 0, instances.size(), 0, 0);
    }

    @Override
    public Future<Void> stop() {
        return vertx.undeploy(deployment)
                .eventually(() -> vertx.executeBlocking(() -> {
                    loader.close();
                    return null;
                }));
    }
}
