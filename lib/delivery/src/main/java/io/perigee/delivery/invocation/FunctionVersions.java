package io.perigee.delivery.invocation;

import io.perigee.functions.FunctionId;
import io.vertx.core.Future;

/** Brings versions of functions onto the node when they are invoked. */
@FunctionalInterface
public interface FunctionVersions {

    /**
     * Completes when that version runs. It stays for as long as it is asked for, and a while longer.
     *
     * @return fails with {@link UnknownFunctionException} if the node knows no such version, else with why it cannot run
     */
    Future<Void> running(FunctionId id);
}
