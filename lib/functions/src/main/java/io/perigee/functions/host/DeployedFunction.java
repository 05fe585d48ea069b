package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import java.util.Set;

/**
 * A version that runs on this node.
 *
 * @param handlers the points that its class has handlers for
 * @param blocking whether it runs on virtual threads
 */
public record DeployedFunction(
        FunctionId id, String entryClass, Set<EventType> handlers, boolean blocking, int instances) {
    public DeployedFunction {
        handlers = Set.copyOf(handlers);
    }
}
