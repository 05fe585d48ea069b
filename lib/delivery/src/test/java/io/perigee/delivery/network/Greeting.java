package io.perigee.delivery.network;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;

/** A function to be packed into a jar. */
public final class Greeting extends EdgeFunction {

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        return proceed(event.request());
    }
}
