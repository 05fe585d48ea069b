package io.perigee.functions.host;

import io.perigee.functions.Ending;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.InvocationResult;
import io.perigee.functions.Violation;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call with a payload of its own. */
final class DirectCall extends Call<InvocationResult, InvocationResult> {
    private final String requestId;
    private final Buffer payload;

    DirectCall(LiveFunction function, Concurrency.Pool place, String requestId, Buffer payload, Watchdog watchdog) {
        super(function, place, Optional.empty(), watchdog);
        this.requestId = requestId;
        this.payload = payload;
    }

    @Override
    Future<InvocationResult> handle(FunctionInstance instance) {
        return instance.invoke(requestId, payload);
    }

    @Override
    String requestId() {
        return requestId;
    }

    @Override
    @Nullable
    Violation violation(InvocationResult result) {
        return null;
    }

    @Override
    Ending ending(InvocationResult result) {
        return switch (result) {
            case InvocationResult.Payload payload -> Ending.SUCCESS;
            case InvocationResult.FunctionError error -> Ending.ERROR;
            case InvocationResult.TimedOut late -> Ending.ERROR;
            case InvocationResult.Throttled throttled -> Ending.THROTTLE;
            case InvocationResult.NotAvailable missing -> Ending.THROTTLE;
        };
    }

    @Override
    InvocationResult outcome(InvocationResult result) {
        return result;
    }

    @Override
    InvocationResult outcome(FunctionFailure failure) {
        return result(failure);
    }

    static InvocationResult result(FunctionFailure failure) {
        return switch (failure) {
            case FunctionFailure.ExecutionError error -> error(error.cause().toString());
            case FunctionFailure.InvalidResult invalid ->
                error(invalid.violation().toString());
            case FunctionFailure.Throttled throttled -> new InvocationResult.Throttled(throttled.limit());
            case FunctionFailure.TimedOut late -> new InvocationResult.TimedOut(late.limit(), Optional.empty(), "");
            case FunctionFailure.NotAvailable missing -> new InvocationResult.NotAvailable(missing.reason());
        };
    }

    private static InvocationResult error(String message) {
        return new InvocationResult.FunctionError(
                new JsonObject().put("errorMessage", message).toBuffer(), Optional.empty(), "");
    }

    @Override
    boolean isGenerated(InvocationResult result) {
        return false;
    }
}
