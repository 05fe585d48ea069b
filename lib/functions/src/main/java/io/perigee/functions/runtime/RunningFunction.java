package io.perigee.functions.runtime;

import io.perigee.functions.EventType;
import io.vertx.core.Future;
import java.time.Duration;

/** A version that has been loaded and started, whatever language it is written in. */
public interface RunningFunction {
    DeployedFunction description();

    /**
     * When the host gives a call up: what the function may take for it, and whatever the runtime may need before its code runs. A
     * runtime with closer limits of its own fails the call with a {@link CallFailure.TimedOut} before.
     */
    Duration timeout(EventType type);

    /** The same for a call with a payload of its own, see {@link FunctionInstance#invoke}. */
    Duration timeout();

    /** The instance that is best placed to take a call now. The host keeps count of its calls. */
    FunctionInstance instance();

    /** What metrics tell of its environments. */
    default RuntimeCounters counters() {
        return new RuntimeCounters(0, 0, 1, 0, 0);
    }

    /** Whether its runtime refuses its calls for a while, or starts nothing for them, because of what those before have cost. */
    default boolean isHeldBack() {
        return false;
    }

    /**
     * Keeps so many environments initialised from now on, where a runtime has such: provisioned concurrency. One that ends is replaced.
     *
     * @param count 0 or more; further ones still come and go with calls
     */
    default void provision(int count) {}

    /** Stops all instances and frees what they held. No call is under way. */
    Future<Void> stop();
}
