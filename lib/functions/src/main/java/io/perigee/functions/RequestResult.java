package io.perigee.functions;

import org.jspecify.annotations.Nullable;

/** What a function at a request point answers. */
public sealed interface RequestResult extends RequestOutcome {
    /**
     * Go on with that request.
     *
     * @param choice where a CloudFront Function at viewer-request wants it to go; null where it leaves that to the behavior
     */
    record Continue(FunctionRequest request, @Nullable OriginChoice choice) implements RequestResult {
        public Continue(FunctionRequest request) {
            this(request, null);
        }
    }

    /** Answer the viewer with that response; neither cache nor origin is asked any further. */
    record Respond(FunctionResponse response) implements RequestResult {}
}
