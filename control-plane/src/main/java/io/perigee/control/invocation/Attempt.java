package io.perigee.control.invocation;

import io.vertx.core.buffer.Buffer;

/** What came of one try to invoke a function. */
public sealed interface Attempt {

    /** The function was called and has returned. */
    record Returned(Buffer payload, long version, String logResult) implements Attempt {}

    /**
     * The function was called and has failed.
     *
     * @param payload {@code {"errorMessage": …, "errorType": …}}
     */
    record Failed(Buffer payload, long version, String logResult) implements Attempt {}

    /** It was not called: as many calls as allowed are under way. */
    record Throttled(String limit) implements Attempt {}

    /** There is no such function, or no such version or alias of it. */
    record NotFound(String what) implements Attempt {}

    /**
     * No node has called it, or the node that was asked has not answered.
     *
     * @param sent whether a node may have called it nevertheless
     */
    record Unavailable(String reason, boolean sent) implements Attempt {
        Unavailable(String reason) {
            this(reason, false);
        }
    }
}
