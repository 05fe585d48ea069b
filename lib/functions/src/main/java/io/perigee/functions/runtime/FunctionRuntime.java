package io.perigee.functions.runtime;

import io.perigee.functions.FunctionId;
import io.vertx.core.Future;

/**
 * Makes running functions out of deployed code.
 *
 * @param <S> the kind of code that it runs
 */
public interface FunctionRuntime<S extends FunctionSource> {
    /** Loads and starts it. Fails with {@link FunctionDeploymentException}, having freed everything. */
    Future<RunningFunction> start(FunctionId id, S source);
}
