package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.cache.Outcome.Bypass;
import io.perigee.cache.Outcome.Bypass.BypassReason;
import io.perigee.delivery.response.Explanation;
import io.perigee.delivery.response.Selection;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.MultipartByteRanges;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Reason;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The order of the steps that a viewer's request takes through the edge, and nothing else.
 *
 * <p>arrive → find the distribution → admit → viewer-request function → cache (and what is behind it) → error page → conditions and
 * ranges → response headers policy → viewer-response function → deliver.
 */
final class EdgeRequestPath implements Handler<HttpServerRequest> {

    private final EdgeSteps steps;

    EdgeRequestPath(EdgeSteps steps) {
        this.steps = steps;
    }

    @Override
    public void handle(HttpServerRequest http) {
        http.pause();
        Ending ending = steps.endings().begin(http);
        ending.guard((HttpServerRequest arrived) -> arrive(arrived, ending)).handle(http);
    }

    private void arrive(HttpServerRequest http, Ending ending) {
        switch (steps.arrival().read(http, ending.requestId(), ending.startedNanos())) {
            case Arrival.Outcome.Refused(Refusal refusal) -> ending.end(Responses.refusal(refusal));
            case Arrival.Outcome.Accepted(ViewerRequest request) -> findDistribution(request, ending.of(request));
        }
    }

    private void findDistribution(ViewerRequest request, Ending ending) {
        CompiledDistribution distribution = steps.distributions().forHost(request.host());
        if (distribution == null) {
            ending.end(Responses.refusal(new Refusal(404, Reason.UNKNOWN_HOST, "There is nothing here.")));
        } else {
            admit(request, distribution, ending.of(distribution));
        }
    }

    private void admit(ViewerRequest request, CompiledDistribution distribution, Ending ending) {
        switch (steps.admission().decide(request, distribution)) {
            case Admission.Decision.Refused(Refusal refusal) -> ending.end(Responses.refusal(refusal));
            case Admission.Decision.Redirected(int status, String location, Reason reason) ->
                ending.end(Responses.redirect(status, location, reason));
            case Admission.Decision.Admitted(ViewerRequest admitted, CompiledBehavior behavior) ->
                viewerRequestFunction(admitted, distribution, behavior, ending);
        }
    }

    private void viewerRequestFunction(
            ViewerRequest request, CompiledDistribution distribution, CompiledBehavior behavior, Ending ending) {
        steps.functions().atRequest(request, distribution, behavior, ending, step -> {
            switch (step) {
                case ViewerFunctions.RequestStep.ViewerGone() -> ending.viewerGone();
                case ViewerFunctions.RequestStep.Answered(EdgeResponse response) ->
                    responseHeaders(request, distribution, behavior, response, ending);
                case ViewerFunctions.RequestStep.Continue(ViewerRequest changed, ReadStream<Buffer> body) ->
                    cache(changed, distribution, behavior, body, ending);
            }
        });
    }

    private void cache(
            ViewerRequest request,
            CompiledDistribution distribution,
            CompiledBehavior behavior,
            @Nullable ReadStream<Buffer> body,
            Ending ending) {
        steps.cache()
                .serve(
                        request,
                        distribution,
                        behavior,
                        body,
                        ending.guard(answer -> errorPage(request, distribution, behavior, answer, ending.of(answer))));
    }

    private void errorPage(
            ViewerRequest request,
            CompiledDistribution distribution,
            CompiledBehavior behavior,
            Answer answer,
            Ending ending) {
        steps.errorPages()
                .show(
                        request,
                        distribution,
                        answer,
                        ending,
                        shown -> select(request, distribution, behavior, shown, ending.of(shown.answer())));
    }

    private void select(
            ViewerRequest request,
            CompiledDistribution distribution,
            CompiledBehavior behavior,
            ErrorPages.Shown shown,
            Ending ending) {
        Answer answer = shown.answer();
        Explanation explained = Explanation.of(answer, steps.nodeId());
        if (answer.outcome() instanceof io.perigee.cache.Outcome.Failed) {
            EdgeResponse page = Responses.failure(answer, explained);
            responseHeaders(request, distribution, behavior, page, ending);
            return;
        }
        EdgeResponse response = switch (selection(request, shown.head(), answer)) {
            case Selection.Whole(ResponseHead head) ->
                response(head, new EdgeBody.Cached(answer.body(), 0, Long.MAX_VALUE), explained);
            case Selection.Part(ResponseHead head, ByteRange range) ->
                response(head, new EdgeBody.Cached(answer.body(), range.first(), range.length()), explained);
            case Selection.Parts(ResponseHead head, MultipartByteRanges parts) ->
                response(head, new EdgeBody.Parts(answer.body(), parts), explained);
            case Selection.NotModified(ResponseHead head) -> headOnly(head, answer, explained);
            case Selection.NotSatisfiable(ResponseHead head) -> headOnly(head, answer, explained);
        };
        responseHeaders(request, distribution, behavior, response, ending);
    }

    /** Conditions of a request that went to the origin as it came were the origin's to judge. */
    private static Selection selection(ViewerRequest request, ResponseHead head, Answer answer) {
        return answer.outcome() instanceof Bypass(BypassReason reason) && reason != BypassReason.NOT_STORABLE
                ? new Selection.Whole(head)
                : Selection.of(request.head(), head, answer.body().length());
    }

    private static EdgeResponse response(ResponseHead head, EdgeBody body, Explanation explained) {
        return new EdgeResponse(head, body, explained.outcome(), explained.reason(), explained.cacheStatus());
    }

    private static EdgeResponse headOnly(ResponseHead head, Answer answer, Explanation explained) {
        answer.discard();
        return new EdgeResponse(
                head, EdgeBody.None.INSTANCE, explained.outcome(), explained.reason(), explained.cacheStatus());
    }

    private void responseHeaders(
            ViewerRequest request,
            CompiledDistribution distribution,
            CompiledBehavior behavior,
            EdgeResponse response,
            Ending ending) {
        EdgeResponse changed = response.with(steps.heads().withPolicy(request, behavior, response.head()));
        steps.functions()
                .atResponse(
                        request,
                        distribution,
                        behavior,
                        changed,
                        ending,
                        finished -> deliver(request, distribution, behavior, finished, ending));
    }

    /** An invalidation may have overtaken the answer while functions ran: then the request goes back to the cache. */
    private void deliver(
            ViewerRequest request,
            CompiledDistribution distribution,
            CompiledBehavior behavior,
            EdgeResponse response,
            Ending ending) {
        if (ending.overtaken()) {
            response.body().discard();
            cache(request, distribution, behavior, null, ending);
        } else {
            ending.end(response);
        }
    }
}
