package io.perigee.functions.lambda;

import io.perigee.functions.FunctionOutput;
import io.perigee.functions.lambda.process.Sandbox;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What all Lambda functions of a node share, and how many environments they may have together. */
final class LambdaNode {
    private final Vertx vertx;
    private final LambdaSettings settings;
    private final FunctionOutput output;
    private final Sandbox sandbox;
    private final Warden warden;
    private final Set<Environment> environments = new HashSet<>();

    LambdaNode(Vertx vertx, LambdaSettings settings, FunctionOutput output, Sandbox sandbox) {
        this.vertx = vertx;
        this.settings = settings;
        this.output = output;
        this.sandbox = sandbox;
        warden = new Warden(this);
    }

    Vertx vertx() {
        return vertx;
    }

    LambdaSettings settings() {
        return settings;
    }

    FunctionOutput output() {
        return output;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Warden warden() {
        return warden;
    }

    long now() {
        return System.nanoTime();
    }

    long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    /** Counts one more; where there are as many as allowed, the one that has idled longest is ended. False where none idles. */
    boolean admit(Environment environment) {
        Optional<Environment> evicted = Optional.empty();
        synchronized (this) {
            if (environments.size() >= settings.environments()) {
                evicted = environments.stream()
                        .filter(one -> one.function().canSpare(one))
                        .min(Comparator.comparingLong(Environment::idleSince));
                if (evicted.isEmpty()) {
                    return false;
                }
                environments.remove(evicted.get());
            }
            environments.add(environment);
        }
        evicted.ifPresent(idle -> idle.function().retireIdle(idle));
        warden.watch(environment);
        return true;
    }

    synchronized void left(Environment environment) {
        environments.remove(environment);
    }
}
