package io.perigee.functions;

import java.util.function.Predicate;

/**
 * What a function gets at viewer-request and origin-request.
 *
 * @param hasOrigin whether the distribution has an origin of that id; not shown to functions, but what they choose is judged by it
 */
public record RequestEvent(
        EventConfig config, ViewerLocation viewer, FunctionRequest request, Predicate<String> hasOrigin) {

    /** Of a distribution whose origins are not known: each may be chosen. */
    public RequestEvent(EventConfig config, ViewerLocation viewer, FunctionRequest request) {
        this(config, viewer, request, id -> true);
    }
}
