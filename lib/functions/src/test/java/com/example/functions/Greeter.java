package com.example.functions;

import io.perigee.functions.EdgeFunction;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers with the greeting of the jar that it was loaded from; {@code /held} is answered when the event bus says so. */
public final class Greeter extends EdgeFunction {
    private final String greeting;

    public Greeter() {
        try (InputStream in = Greeter.class.getResourceAsStream("/greeting.txt")) {
            greeting = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Future<RequestResult> viewerRequest(RequestEvent event) {
        FunctionResponse response = FunctionResponse.ok("text/plain", greeting);
        if (!event.request().uri().equals("/held")) {
            return respond(response);
        }
        Promise<Void> released = Promise.promise();
        vertx.eventBus().<String>localConsumer("release", message -> released.complete());
        vertx.eventBus().send("held", greeting);
        return released.future().compose(done -> respond(response));
    }

    @Override
    public Future<FunctionResponse> viewerResponse(ResponseEvent event) {
        return answer(event.response()
                .withHeader("Loader", getClass().getClassLoader().toString()));
    }
}
