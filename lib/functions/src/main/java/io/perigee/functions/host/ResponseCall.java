package io.perigee.functions.host;

import io.perigee.functions.BodySource;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.functions.Violation;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call at origin-response or viewer-response. */
final class ResponseCall extends Call<FunctionResponse, ResponseOutcome> {
    private final ResponseEvent event;
    private final EventType type;
    private final ResultRules rules;

    ResponseCall(
            LiveFunction function, Concurrency.Pool place, ResponseEvent event, Watchdog watchdog, ResultRules rules) {
        super(function, place, Optional.of(event.config().eventType()), watchdog);
        type = event.config().eventType();
        this.event = event;
        this.rules = rules;
    }

    @Override
    Future<FunctionResponse> handle(FunctionInstance instance) {
        int maxBodyBytes = function.limits().maxBodyBytes();
        BodySource body = type == EventType.ORIGIN_RESPONSE ? new GuardedBody(this, event, instance) : BodySource.NONE;
        return instance.handle(new ResponseEvent(
                event.config(), event.viewer(), event.request(), event.response(), body, maxBodyBytes));
    }

    @Override
    String requestId() {
        return event.config().requestId();
    }

    @Override
    @Nullable
    Violation violation(FunctionResponse result) {
        return rules.checkResponse(tier(), type, event.response(), result);
    }

    @Override
    ResponseOutcome outcome(FunctionResponse result) {
        return result;
    }

    @Override
    ResponseOutcome outcome(FunctionFailure failure) {
        return failure;
    }

    @Override
    boolean isGenerated(FunctionResponse result) {
        return false;
    }
}
