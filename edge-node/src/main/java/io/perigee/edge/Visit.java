package io.perigee.edge;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.http.ServedAsides;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.OriginChoice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's request that is served here: what it asks for, and by which rules. Immutable; steps that change the request hand on another one.
 *
 * @param ending where it ends
 * @param origin where a function wants the request to go; null where it leaves that to the behavior
 */
record Visit(
        ViewerRequest request,
        CompiledDistribution distribution,
        CompiledBehavior behavior,
        Ending ending,
        @Nullable OriginChoice origin) {

    /** A visit whose requests go to the behavior's own origins. */
    Visit(ViewerRequest request, CompiledDistribution distribution, CompiledBehavior behavior, Ending ending) {
        this(request, distribution, behavior, ending, null);
    }

    Visit with(ViewerRequest changed) {
        return new Visit(changed, distribution, behavior, ending, origin);
    }

    Visit from(@Nullable OriginChoice chosen) {
        return new Visit(request, distribution, behavior, ending, chosen);
    }

    /** A request for another path of the distribution, in place of the viewer's. */
    Visit instead(ViewerRequest other, CompiledBehavior itsBehavior) {
        return new Visit(other, distribution, itsBehavior, ending);
    }

    /** The request as functions see it. */
    DeliveryRequest delivery(@Nullable ReadStream<Buffer> body) {
        return new DeliveryRequest(
                distribution,
                behavior,
                request.context(),
                request.head(),
                body,
                new ServedAsides(request.http()),
                origin);
    }
}
