package io.perigee.functions.host;

import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.Violation;
import io.perigee.functions.runtime.FunctionInstance;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call at viewer-request or origin-request. */
final class RequestCall extends Call<RequestResult, RequestOutcome> {
    private final RequestEvent event;
    private final EventType type;
    private final ResultRules rules;

    RequestCall(
            LiveFunction function, Concurrency.Pool place, RequestEvent event, Watchdog watchdog, ResultRules rules) {
        super(function, place, Optional.of(event.config().eventType()), watchdog);
        type = event.config().eventType();
        this.event = event;
        this.rules = rules;
    }

    @Override
    Future<RequestResult> handle(FunctionInstance instance) {
        return instance.handle(event);
    }

    @Override
    String requestId() {
        return event.config().requestId();
    }

    @Override
    @Nullable
    Violation violation(RequestResult result) {
        return switch (result) {
            case RequestResult.Continue proceed -> {
                Violation violation = rules.checkRequest(tier(), type, event.request(), proceed.request());
                OriginChoice choice = proceed.choice();
                yield violation != null || choice == null
                        ? violation
                        : rules.checkChoice(
                                tier(), type, choice, proceed.request().headers(), event.hasOrigin());
            }
            case RequestResult.Respond respond -> rules.checkGenerated(type, respond.response());
        };
    }

    @Override
    RequestOutcome outcome(RequestResult result) {
        return switch (result) {
            case RequestResult.Continue proceed -> {
                FunctionRequest request = proceed.request();
                yield request.body() == null
                        ? proceed
                        : new RequestResult.Continue(rules.cutOff(type, event.request(), request), proceed.choice());
            }
            case RequestResult.Respond respond -> respond;
        };
    }

    @Override
    RequestOutcome outcome(FunctionFailure failure) {
        return failure;
    }

    @Override
    boolean isGenerated(RequestResult result) {
        return result instanceof RequestResult.Respond;
    }
}
