package io.perigee.regional;

import io.perigee.cache.Answer;
import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.hop.Hop;
import io.perigee.delivery.http.ServedAsides;
import io.perigee.observability.Reason;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * The order of the steps that a request takes through a regional cache, and nothing else.
 *
 * <p>authenticate the edge → read what it asks for → catch up with its change log → find distribution and behavior → cache (and the origin
 * behind it) → deliver. Or: authenticate the edge → forget what it says may have changed. What any of them throws ends the request ({@link RegionalEnding#broken}).
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
        ending.guard(this::authenticate).handle(ending);
    }

    private void authenticate(RegionalEnding ending) {
        switch (steps.admission().admit(ending.http())) {
            case HopAdmission.Outcome.Refused(int status, Reason reason) -> ending.refused(status, reason);
            case HopAdmission.Outcome.Told(Hop.Written written) -> forget(written, ending);
            case HopAdmission.Outcome.Admitted(Hop.Arrival arrival) -> catchUp(arrival, ending);
        }
    }

    private void forget(Hop.Written written, RegionalEnding ending) {
        steps.cache().forget(written, ending::done);
    }

    private void catchUp(Hop.Arrival arrival, RegionalEnding ending) {
        steps.catchUp().to(arrival.minimumSequence(), ending, position -> {
            switch (position) {
                case CatchUp.Position.REACHED -> resolve(arrival, ending);
                case CatchUp.Position.BEHIND -> ending.behind();
            }
        });
    }

    private void resolve(Hop.Arrival arrival, RegionalEnding ending) {
        switch (steps.resolution().resolve(arrival)) {
            case Resolution.Outcome.Unknown() -> ending.behind();
            case Resolution.Outcome.Known(DeliveryRequest request) -> {
                ending.of(request.distribution());
                cache(
                        request.telling(new ServedAsides(ending.http())),
                        arrival.fresh(),
                        arrival.minimumSequence(),
                        ending);
            }
        }
    }

    private void cache(DeliveryRequest request, boolean fresh, long minimumSequence, RegionalEnding ending) {
        steps.cache().serve(request, fresh, minimumSequence, ending, answer -> deliver(request, fresh, answer, ending));
    }

    /** An invalidation may have overtaken the answer: then the request goes back to the cache. */
    private void deliver(DeliveryRequest request, boolean fresh, Answer answer, RegionalEnding ending) {
        if (answer.stillValid()) {
            ending.answered(request, answer);
        } else {
            answer.discard();
            cache(request, fresh, steps.log().applied(), ending);
        }
    }
}
