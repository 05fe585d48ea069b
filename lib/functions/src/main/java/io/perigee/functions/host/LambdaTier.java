package io.perigee.functions.host;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.lambda.LambdaRuntime;
import io.perigee.functions.lambda.LambdaSettings;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionRuntime;
import io.perigee.functions.runtime.FunctionSource.LambdaPackage;
import io.perigee.functions.runtime.RunningFunction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Lambda runtime of a node, opened when the first package comes: most nodes never get one, and need nothing for it. */
final class LambdaTier implements FunctionRuntime<LambdaPackage> {
    private final Vertx vertx;
    private final Optional<LambdaSettings> settings;
    private final FunctionOutput output;
    private @Nullable Future<LambdaRuntime> opened;

    LambdaTier(Vertx vertx, Optional<LambdaSettings> settings, FunctionOutput output) {
        this.vertx = vertx;
        this.settings = settings;
        this.output = output;
    }

    @Override
    public Future<RunningFunction> start(FunctionId id, LambdaPackage source) {
        return runtime()
                .recover(cause -> Future.failedFuture(new FunctionDeploymentException(
                        Reason.RUNTIME_NOT_INSTALLED, id + " is not deployed: " + cause.getMessage(), cause)))
                .compose(runtime -> runtime.start(id, source));
    }

    private synchronized Future<LambdaRuntime> runtime() {
        Future<LambdaRuntime> present = opened;
        // What could not be opened is tried again with the next package: somebody may have mended the node.
        if (present == null || present.failed()) {
            present = settings.isEmpty()
                    ? Future.failedFuture("this node is not configured to run Lambda packages")
                    : vertx.executeBlocking(() -> LambdaRuntime.open(vertx, settings.get(), output), false)
                            .map(Objects::requireNonNull);
            opened = present;
        }
        return present;
    }

    synchronized void close() {
        if (opened != null) {
            opened.onSuccess(LambdaRuntime::close);
        }
    }
}
