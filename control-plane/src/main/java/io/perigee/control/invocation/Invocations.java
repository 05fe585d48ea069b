package io.perigee.control.invocation;

import io.vertx.core.Future;
import java.util.UUID;

/**
 * What invokes functions in this control plane.
 *
 * @param invoker makes one invocation that somebody waits for
 * @param queue keeps those that nobody waits for
 * @param dispatcher makes them
 */
public record Invocations(NodeInvocations invoker, InvocationQueue queue, Dispatcher dispatcher) {

    /** A new request id, in Lambda's form. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Lets go of everything; what is being tried is left to whoever finds its lease ended. */
    public Future<Void> close() {
        dispatcher.stop();
        return invoker.close();
    }
}
