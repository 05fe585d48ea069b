package io.perigee.functions.host;

import io.vertx.core.Future;

/** A version that has been loaded and started, whatever language it is written in. */
interface RunningFunction {
    DeployedFunction description();

    /** The instance that is best placed to take a call now. Its {@code busy} count is the caller's to keep. */
    FunctionInstance instance();

    /** Stops all instances and frees what they held. No call may be under way. */
    Future<Void> stop();
}
