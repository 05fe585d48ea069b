package io.perigee.cluster.log;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs tasks one at a time, in the order in which they were given or became due. */
public interface Turns extends Executor {

    /** Runs {@code task} once {@code delay} has passed; never if the turns have ended by then. */
    void after(Duration delay, Runnable task);
}
