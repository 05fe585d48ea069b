package io.perigee.control.output;

/**
 * How a version of a function has fared within a window, on all nodes.
 *
 * @param invocations calls that were admitted and have ended, whatever came of them
 * @param errors those of them that the function failed: it threw, its answer was not valid, or its time ran out
 * @param throttles calls that were not admitted; not among the invocations
 * @param averageMillis the mean time of an invocation; 0 where there were none
 * @param p99Millis what 99 of 100 invocations did not exceed, rounded up to a power of two; 0 where there were none
 */
public record FunctionHealth(long invocations, long errors, long throttles, double averageMillis, long p99Millis) {
    /** 0 to 1; 0 where there were no invocations. */
    public double errorRate() {
        return invocations == 0 ? 0 : (double) errors / invocations;
    }
}
