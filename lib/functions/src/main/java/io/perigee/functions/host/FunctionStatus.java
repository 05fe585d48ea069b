package io.perigee.functions.host;

import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.runtime.RuntimeCounters;

/**
 * How a version in service is doing.
 *
 * @param underWay calls that have begun and not left
 * @param circuitClosed false while its calls are refused because too many have failed, or have cost the node too much
 */
public record FunctionStatus(
        FunctionId function, FunctionTier tier, int underWay, boolean circuitClosed, RuntimeCounters runtime) {}
