package io.perigee.edge;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.functions.FunctionPoints;
import io.perigee.delivery.http.BrokenBodyException;
import io.perigee.delivery.key.OriginRequests;
import io.perigee.distribution.FunctionRuntime.Family;
import io.perigee.distribution.routing.CompiledBehavior.FunctionBinding;
import io.perigee.functions.BodySource;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseOutcome;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.observability.Outcome;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** The functions at viewer-request and viewer-response. Where none is associated, the step is passed at once. */
final class ViewerFunctions {

    private final FunctionPoints functions;

    ViewerFunctions(FunctionPoints functions) {
        this.functions = functions;
    }

    sealed interface RequestStep {
        /**
         * On to the cache, with the request and the body that the function left.
         *
         * @param origin where it wants the request to go; null where it leaves that to the behavior
         */
        record Continue(
                ViewerRequest request,
                @Nullable ReadStream<Buffer> body,
                @Nullable OriginChoice origin) implements RequestStep {}

        /** The function answered, or failed. */
        record Answered(EdgeResponse response) implements RequestStep {}

        /** The viewer broke off while its body was being read. */
        record ViewerGone() implements RequestStep {}
    }

    void atRequest(Visit visit, Handler<RequestStep> next) {
        ViewerRequest request = visit.request();
        ReadStream<Buffer> body = RequestBodies.of(request);
        FunctionBinding binding = visit.behavior().function(io.perigee.distribution.EventType.VIEWER_REQUEST);
        if (binding == null) {
            next.handle(new RequestStep.Continue(request, body, null));
            return;
        }
        Ending ending = visit.ending();
        functions
                .request(EventType.VIEWER_REQUEST, binding, seen(visit, binding, body), null)
                .onComplete(ending.guard(called -> {
                    if (called.succeeded()) {
                        next.handle(step(visit, binding, called.result()));
                    } else if (called.cause() instanceof BrokenBodyException) {
                        next.handle(new RequestStep.ViewerGone());
                    } else {
                        ending.broken(called.cause());
                    }
                }));
    }

    /**
     * CloudFront Functions see what the network says of the viewer, where a policy names it; for Lambda@Edge's functions CloudFront adds that
     * after viewer-request only.
     */
    private static DeliveryRequest seen(Visit visit, FunctionBinding binding, @Nullable ReadStream<Buffer> body) {
        DeliveryRequest request = visit.delivery(body);
        if (binding.family() != Family.CLOUDFRONT_JS) {
            return request;
        }
        RequestHead head = request.head();
        Headers.Builder headers = head.headers().toBuilder();
        OriginRequests.aboutViewer(visit.behavior(), visit.request()::field).forEach(headers::set);
        return request.with(new RequestHead(head.method(), head.target(), headers.build()));
    }

    private static RequestStep step(Visit visit, FunctionBinding binding, FunctionPoints.AtRequest called) {
        return switch (called.outcome()) {
            case RequestResult.Continue proceed -> {
                DeliveryRequest changed = FunctionPoints.changed(called.request(), proceed.request());
                yield new RequestStep.Continue(visit.request().with(changed.head()), changed.body(), proceed.choice());
            }
            case RequestResult.Respond(FunctionResponse response) ->
                new RequestStep.Answered(Responses.generated(response, generated(binding)));
            case FunctionFailure failure -> new RequestStep.Answered(Responses.failed(failure));
        };
    }

    private static Outcome generated(FunctionBinding binding) {
        return binding.family() == Family.CLOUDFRONT_JS
                ? Outcome.FunctionGeneratedResponse
                : Outcome.LambdaGeneratedResponse;
    }

    /** Runs for statuses below 400 only. */
    void atResponse(Visit visit, EdgeResponse response, Handler<EdgeResponse> next) {
        FunctionBinding binding = visit.behavior().function(io.perigee.distribution.EventType.VIEWER_RESPONSE);
        if (binding == null || response.status() >= 400) {
            next.handle(response);
            return;
        }
        Ending ending = visit.ending();
        functions
                .response(
                        EventType.VIEWER_RESPONSE,
                        binding,
                        seen(visit, binding, null),
                        response.head(),
                        BodySource.NONE)
                .onSuccess(ending.guard(outcome -> next.handle(changed(response, outcome))))
                .onFailure(ending::broken);
    }

    private static EdgeResponse changed(EdgeResponse response, ResponseOutcome outcome) {
        return switch (outcome) {
            case FunctionResponse changed -> response.changed(changed);
            case FunctionFailure failure -> {
                response.body().discard();
                yield Responses.failed(failure);
            }
        };
    }
}
