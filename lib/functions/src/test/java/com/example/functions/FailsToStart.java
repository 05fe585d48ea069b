package com.example.functions;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;

public final class FailsToStart extends EdgeFunction {
    @Override
    public Future<?> start() {
        throw new IllegalStateException("no database");
    }

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return proceed(event.request());
    }
}
