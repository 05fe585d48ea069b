package io.perigee.edge;

import io.perigee.cache.Answer;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.OriginChoice;
import io.perigee.observability.Reason;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The order of the steps that a viewer's request takes through the edge, and nothing else.
 *
 * <p>arrive → find the distribution → admit → count the hop → viewer-request function → cache (and what is behind it) → error page → conditions and
 * ranges → response headers policy → viewer-response function → deliver.
 *
 * <p>What any of them throws ends the request ({@link Ending#broken}).
 */
final class EdgeRequestPath implements Handler<HttpServerRequest> {

    private final EdgeSteps steps;

    EdgeRequestPath(EdgeSteps steps) {
        this.steps = steps;
    }

    @Override
    public void handle(HttpServerRequest http) {
        RequestBodies.hold(http);
        Ending ending = steps.endings().begin(http);
        try {
            arrive(ending);
        } catch (Throwable thrown) {
            ending.broken(thrown);
        }
    }

    private void arrive(Ending ending) {
        switch (steps.arrival().read(ending.http(), ending.requestId(), ending.startedNanos())) {
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
                countHop(new Visit(admitted, distribution, behavior, ending.of(behavior)));
        }
    }

    private void countHop(Visit visit) {
        switch (MaxForwards.of(visit.request())) {
            case MaxForwards.Hop.Here(EdgeResponse response) -> responseHeaders(visit, response);
            case MaxForwards.Hop.Onwards(ViewerRequest request) -> viewerRequestFunction(visit.with(request));
        }
    }

    private void viewerRequestFunction(Visit visit) {
        steps.functions().atRequest(visit, step -> {
            switch (step) {
                case ViewerFunctions.RequestStep.ViewerGone() -> visit.ending().viewerGone();
                case ViewerFunctions.RequestStep.Answered(EdgeResponse response) ->
                    responseHeadersOnly(visit, response);
                case ViewerFunctions.RequestStep.Continue(
                        ViewerRequest changed,
                        ReadStream<Buffer> body,
                        OriginChoice origin) -> cache(visit.with(changed).from(origin), body);
            }
        });
    }

    private void cache(Visit visit, @Nullable ReadStream<Buffer> body) {
        steps.cache().serve(visit, body, answer -> errorPage(visit, answer));
    }

    private void errorPage(Visit visit, Answer answer) {
        steps.errorPages().show(visit, answer, shown -> select(visit, shown));
    }

    private void select(Visit visit, ErrorPages.Shown shown) {
        EdgeResponse response = steps.selecting().select(visit.request(), shown);
        if (shown.errorPage()) {
            responseHeadersOnly(visit, response);
        } else {
            responseHeaders(visit, response);
        }
    }

    /** No viewer-response function runs for what a viewer-request function answered, and for error pages, as CloudFront has it. */
    private void responseHeadersOnly(Visit visit, EdgeResponse response) {
        steps.heads().addPolicy(visit, response);
        deliver(visit, response);
    }

    private void responseHeaders(Visit visit, EdgeResponse response) {
        steps.heads().addPolicy(visit, response);
        viewerResponseFunction(visit, response);
    }

    private void viewerResponseFunction(Visit visit, EdgeResponse response) {
        steps.functions().atResponse(visit, response, finished -> deliver(visit, finished));
    }

    /** An invalidation may have overtaken the answer while functions ran: then the request goes back to the cache. */
    private void deliver(Visit visit, EdgeResponse response) {
        if (visit.ending().overtaken()) {
            response.body().discard();
            cache(visit, null);
        } else {
            visit.ending().end(response);
        }
    }
}
