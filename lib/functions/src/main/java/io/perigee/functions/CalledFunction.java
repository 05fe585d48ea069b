package io.perigee.functions;

import java.util.Optional;

/**
 * Which function was called, and what for.
 *
 * @param function {@code name:version}, or what a behavior names where there is no such version
 * @param tier empty where it is not known
 * @param eventType empty for a call with a payload of its own
 */
public record CalledFunction(String function, Optional<FunctionTier> tier, Optional<EventType> eventType) {
    /** Written {@code name:version at viewer-request}. */
    @Override
    public String toString() {
        return eventType.map(type -> function + " at " + type).orElse(function);
    }
}
