package io.perigee.functions;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Invokes functions with a payload of any form, as Lambda's
 * <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a> does, rather than with an event of a
 * request. The futures never fail: whatever goes wrong is an {@link InvocationResult}. They complete on the caller's Vert.x
 * context, if it has one.
 */
@FunctionalInterface
public interface PayloadInvoker {
    /** The longest payload and the longest response, in bytes. */
    int PAYLOAD_LIMIT = 6 << 20;

    /**
     * Invokes that function.
     *
     * @param requestId the invocation's id, that its context and its log lines have
     * @param payload JSON in UTF-8
     */
    Future<InvocationResult> invoke(FunctionReference function, String requestId, Buffer payload);
}
