package io.perigee.functions;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of a call with a payload of its own, as Lambda's Invoke answers it
 * (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>).
 */
public sealed interface InvocationResult {
    /**
     * The function answered.
     *
     * @param payload JSON
     * @param logTail the last 4 KB of what the call printed
     */
    record Payload(Buffer payload, Invocation invocation, String logTail) implements InvocationResult {}

    /**
     * The function failed.
     *
     * @param payload JSON with {@code errorMessage}, and {@code errorType} and {@code stackTrace} where the runtime knows them
     * @param invocation empty where its code was never reached
     */
    record FunctionError(Buffer payload, Optional<Invocation> invocation, String logTail) implements InvocationResult {}

    /**
     * As many calls as allowed were under way.
     *
     * @param limit which limit was met
     */
    record Throttled(String limit) implements InvocationResult {}

    /** It did not answer within its time limit. */
    record TimedOut(Duration limit, Optional<Invocation> invocation, String logTail) implements InvocationResult {}

    /** No such function runs on this node, or its runtime takes no such calls. */
    record NotAvailable(String reason) implements InvocationResult {}
}
