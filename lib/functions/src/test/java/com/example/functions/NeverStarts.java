package com.example.functions;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;

public final class NeverStarts extends EdgeFunction {
    @Override
    public Future<?> start() {
        return Promise.promise().future();
    }

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return proceed(event.request());
    }
}
