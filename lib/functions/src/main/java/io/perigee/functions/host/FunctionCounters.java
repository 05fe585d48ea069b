package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import java.util.Optional;

/**
 * What the calls of one version at one point came to since it was deployed here.
 *
 * @param eventType empty for calls with a payload of their own
 * @param invocations calls that were admitted and have ended
 * @param generatedResponses those that answered in place of cache and origin
 * @param executionErrors those that threw, failed their future, or gave null
 * @param invalidResults those that answered what they must not
 * @param throttles calls that were refused, and reads of bodies that were
 * @param timeouts those that gave no result in time
 * @param refusals calls that were refused because too many had failed before
 * @param blockedEventLoops how often a handler was found to hold its event loop
 * @param totalNanos time from admission to result, of all of them
 * @param maxNanos the longest such time
 */
public record FunctionCounters(
        FunctionId function,
        Optional<EventType> eventType,
        long invocations,
        long generatedResponses,
        long executionErrors,
        long invalidResults,
        long throttles,
        long timeouts,
        long refusals,
        long blockedEventLoops,
        long totalNanos,
        long maxNanos) {}
