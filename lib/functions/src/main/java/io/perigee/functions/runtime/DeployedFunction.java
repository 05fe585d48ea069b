package io.perigee.functions.runtime;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import java.util.Set;

/**
 * A version that runs on this node.
 *
 * @param handler what of its package is called: a class, {@code file.function}, {@code handler}
 * @param points where it can be called; calls at other points are refused
 */
public record DeployedFunction(FunctionId id, FunctionTier tier, String handler, Set<EventType> points) {
    public DeployedFunction {
        points = Set.copyOf(points);
    }
}
