package io.perigee.functions.host;

import io.perigee.functions.FunctionId;
import io.vertx.core.Future;

/** Makes running functions out of deployed code. */
interface FunctionRuntime<S> {
    /** Loads and starts it. Fails with {@link FunctionDeploymentException}, having freed everything. */
    Future<RunningFunction> start(FunctionId id, S source);
}
