package io.perigee.delivery.invocation;

import io.perigee.functions.FunctionReference;
import io.perigee.functions.InvocationResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Calls a function with a payload of any form. */
@FunctionalInterface
public interface PayloadInvoker {

    /**
     * Never fails.
     *
     * @param requestId as the function gets it
     * @param payload JSON in UTF-8
     */
    Future<InvocationResult> invoke(FunctionReference function, String requestId, Buffer payload);
}
