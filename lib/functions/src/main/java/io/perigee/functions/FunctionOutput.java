package io.perigee.functions;

import org.slf4j.LoggerFactory;

/**
 * Where functions' output goes: what they print, and what their calls cost. Methods are called by any thread and must not block; what
 * cannot be kept is dropped.
 */
public interface FunctionOutput {
    /** Writes lines to the node's own log, one logger for each function, {@code function.NAME}; meters nothing. */
    FunctionOutput LOGGED = new FunctionOutput() {
        @Override
        public void line(FunctionId function, String requestId, String text) {
            LoggerFactory.getLogger("function." + function.name()).info("{} {} {}", function, requestId, text);
        }

        @Override
        public void report(Invocation invocation) {}
    };

    /**
     * One line, without its end. The lines that Lambda adds come so as well: {@code START RequestId: … Version: …},
     * {@code END RequestId: …} and {@code REPORT RequestId: …}; for CloudFront functions {@code START DistributionID: …} and
     * {@code END}, as CloudFront writes them.
     *
     * @param requestId empty for what is printed outside of a call
     */
    void line(FunctionId function, String requestId, String text);

    /** A runtime has come to the end of a call, and knows what it cost. */
    void report(Invocation invocation);

    /**
     * The caller has been given the outcome of a call, or none was made. Told of every call of every tier, a little before its
     * {@link #report} or after it. Does nothing unless overridden: not all who read lines meter.
     *
     * @param nanos from admission to outcome; 0 for a call that was not taken
     */
    default void ended(FunctionId function, FunctionTier tier, Ending ending, long nanos) {}
}
