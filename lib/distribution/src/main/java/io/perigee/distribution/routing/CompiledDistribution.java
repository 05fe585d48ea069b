package io.perigee.distribution.routing;

import io.perigee.distribution.CustomErrorResponse;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A distribution with everything that it names looked up. */
public final class CompiledDistribution {

    private final Distribution distribution;
    private final CompiledBehavior defaultBehavior;
    private final CompiledBehavior[] ordered;
    private final Map<String, CompiledBehavior> byPattern;
    private final Map<Integer, CustomErrorResponse> errorResponses;

    CompiledDistribution(Distribution distribution, CompiledBehavior defaultBehavior, List<CompiledBehavior> ordered) {
        this.distribution = distribution;
        this.defaultBehavior = defaultBehavior;
        this.ordered = ordered.toArray(CompiledBehavior[]::new);
        Map<String, CompiledBehavior> patterns = new HashMap<>();
        ordered.forEach(behavior -> patterns.put(behavior.pattern().source(), behavior));
        patterns.put(defaultBehavior.pattern().source(), defaultBehavior);
        this.byPattern = Map.copyOf(patterns);
        Map<Integer, CustomErrorResponse> responses = new HashMap<>();
        distribution.customErrorResponses().forEach(response -> responses.put(response.errorCode(), response));
        this.errorResponses = Map.copyOf(responses);
    }

    /** The distribution's id. */
    public String id() {
        return distribution.id();
    }

    /** The distribution as configured. */
    public Distribution distribution() {
        return distribution;
    }

    /** The behavior for requests that match no other's pattern. */
    public CompiledBehavior defaultBehavior() {
        return defaultBehavior;
    }

    /** The behavior for a path or request target; a query is not looked at. */
    public CompiledBehavior behaviorFor(String target) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        for (CompiledBehavior behavior : ordered) {
            if (behavior.pattern().matches(target, end)) {
                return behavior;
            }
        }
        return defaultBehavior;
    }

    /** The behavior with exactly this pattern ({@code *}: the default one), as the next tier is told it; null: there is none. */
    public @Nullable CompiledBehavior behaviorWithPattern(String pattern) {
        return byPattern.get(pattern);
    }

    /** All behaviors, the default one included. */
    public Collection<CompiledBehavior> behaviors() {
        return byPattern.values();
    }

    /** Its origin of that id, or null. */
    public @Nullable Origin origin(String id) {
        for (Origin origin : distribution.origins()) {
            if (origin.id().equals(id)) {
                return origin;
            }
        }
        return null;
    }

    /** What viewers get instead of an error with this status, or null. */
    public @Nullable CustomErrorResponse errorResponse(int status) {
        return errorResponses.isEmpty() ? null : errorResponses.get(status);
    }
}
