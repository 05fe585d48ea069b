package io.perigee.functions;

/** What a function at a request point answers. */
public sealed interface RequestResult extends RequestOutcome {
    /** Go on with that request. */
    record Continue(FunctionRequest request) implements RequestResult {}

    /** Answer the viewer with that response; neither cache nor origin is asked any further. */
    record Respond(FunctionResponse response) implements RequestResult {}
}
