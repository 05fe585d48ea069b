package io.perigee.functions;

import io.vertx.core.Future;

/**
 * Calls functions. The futures never fail: whatever goes wrong is a {@link FunctionFailure}. They complete on the
 * caller's Vert.x context, if it has one.
 */
public interface FunctionInvoker {
    /** Calls that function at {@code event.config().eventType()}, which must be a request point. */
    Future<RequestOutcome> invoke(FunctionReference function, RequestEvent event);

    /** Calls that function at {@code event.config().eventType()}, which must be a response point. */
    Future<ResponseOutcome> invoke(FunctionReference function, ResponseEvent event);
}
