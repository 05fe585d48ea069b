package io.perigee.functions;

/** What became of a call, as it is metered: Lambda's metrics {@code Invocations}, {@code Errors} and {@code Throttles}. */
public enum Ending {
    /** The function answered, and its answer was valid. */
    SUCCESS,
    /** It threw, answered what it must not, or gave no answer in time. */
    ERROR,
    /** It was not taken: as much as allowed was under way, or its circuit was open. Not an invocation. */
    THROTTLE
}
