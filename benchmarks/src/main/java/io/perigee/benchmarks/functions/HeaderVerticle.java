package io.perigee.benchmarks.functions;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;

/** What {@link Samples} have in the other languages. */
public final class HeaderVerticle extends EdgeFunction {
    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return proceed(event.request().withHeader("X-Added", "1"));
    }
}
