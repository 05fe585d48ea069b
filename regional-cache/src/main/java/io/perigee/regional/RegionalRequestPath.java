package io.perigee.regional;

import io.perigee.cache.Answer;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.hop.Hop;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * The order of the steps that a request takes through a regional cache, and nothing else.
 *
 * <p>authenticate the edge → read what it asks for → catch up with its change log → cache (and the origin behind it) → deliver.
 */
final class RegionalRequestPath implements Handler<HttpServerRequest> {

    private final RegionalSteps steps;

    RegionalRequestPath(RegionalSteps steps) {
        this.steps = steps;
    }

    @Override
    public void handle(HttpServerRequest http) {
        http.pause();
        RegionalEnding ending = steps.endings().begin(http);
        ending.guard((HttpServerRequest arrived) -> admit(arrived, ending)).handle(http);
    }

    private void admit(HttpServerRequest http, RegionalEnding ending) {
        switch (steps.admission().admit(http)) {
            case HopAdmission.Outcome.Refused(int status, var reason) -> ending.refused(status, reason);
            case HopAdmission.Outcome.Admitted(Hop.Arrival arrival) -> catchUp(http, arrival, ending);
        }
    }

    private void catchUp(HttpServerRequest http, Hop.Arrival arrival, RegionalEnding ending) {
        steps.catchUp().to(arrival.minimumSequence(), ending, position -> {
            switch (position) {
                case CatchUp.Position.REACHED -> cache(http, arrival, ending);
                case CatchUp.Position.BEHIND -> ending.behind();
            }
        });
    }

    private void cache(HttpServerRequest http, Hop.Arrival arrival, RegionalEnding ending) {
        switch (steps.resolution().resolve(arrival)) {
            case Resolution.Outcome.Unknown unknown -> ending.behind();
            case Resolution.Outcome.Known(DeliveryRequest request) ->
                steps.cache()
                        .serve(
                                request,
                                arrival.minimumSequence(),
                                ending.guard(answer -> deliver(http, request, answer, ending)));
        }
    }

    private void deliver(HttpServerRequest http, DeliveryRequest request, Answer answer, RegionalEnding ending) {
        ending.holds(answer);
        if (answer.stillValid()) {
            ending.answered(request, answer);
        } else {
            answer.discard();
            steps.cache()
                    .serve(
                            request,
                            steps.log().applied(),
                            ending.guard(again -> deliver(http, request, again, ending)));
        }
    }
}
