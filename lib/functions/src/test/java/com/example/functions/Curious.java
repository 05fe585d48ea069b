package com.example.functions;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.vertx.core.Future;

/** Says which of the classes named in the query it can load. */
public final class Curious extends EdgeFunction {
    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        String name = event.request().queryParameter("class").orElseThrow();
        try {
            Class.forName(name, false, Curious.class.getClassLoader());
            return respond(FunctionResponse.ok("text/plain", "visible"));
        } catch (ClassNotFoundException hidden) {
            return respond(FunctionResponse.ok("text/plain", "hidden"));
        }
    }
}
