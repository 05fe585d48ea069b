package io.perigee.functions;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What came of an invocation with a payload. */
public sealed interface InvocationResult {
    /** The function has returned; {@code payload} is its result as JSON in UTF-8, at most {@link PayloadInvoker#PAYLOAD_LIMIT} bytes. */
    record Returned(Buffer payload) implements InvocationResult {}

    /**
     * The function was called and gave no result.
     *
     * @param kind Lambda's {@code X-Amz-Function-Error}
     * @param payload {@code {"errorMessage": …, "errorType": …}} with what the runtime adds, as JSON in UTF-8
     */
    record Failed(Kind kind, Buffer payload) implements InvocationResult {}

    /** Lambda's words for who noticed the error. */
    enum Kind {
        /** The function told of it. */
        HANDLED("Handled"),
        /** The runtime did: an exception that nobody caught, a process that ended, a time limit that passed. */
        UNHANDLED("Unhandled");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As in {@code X-Amz-Function-Error}. */
        public String word() {
            return word;
        }
    }

    /** It did not answer within its time limit, and was stopped. */
    record TimedOut(Duration limit) implements InvocationResult {}

    /** It was not called, because as many calls as allowed were under way. */
    record Throttled(String limit) implements InvocationResult {}

    /** It was not called: it does not run on this node, or takes no payloads. */
    record NotAvailable(String reason) implements InvocationResult {}
}
