package io.perigee.delivery;

import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.functions.OriginChoice;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request whose behavior is settled, on its way towards the origin. Immutable, but for the body, which can be read once.
 *
 * @param head what the origin is to get: path and query as functions left them, and the headers that the policies let through
 * @param body paused; null where the request has none
 * @param asides who hears what the origin says besides its response
 * @param chosen where a viewer-request function wants it to go; null where it leaves that to the behavior
 */
public record DeliveryRequest(
        CompiledDistribution distribution,
        CompiledBehavior behavior,
        ViewerContext viewer,
        RequestHead head,
        @Nullable ReadStream<Buffer> body,
        Asides asides,
        @Nullable OriginChoice chosen) {

    /** A request whose sender hears no asides. */
    public DeliveryRequest(
            CompiledDistribution distribution,
            CompiledBehavior behavior,
            ViewerContext viewer,
            RequestHead head,
            @Nullable ReadStream<Buffer> body) {
        this(distribution, behavior, viewer, head, body, Asides.UNHEARD, null);
    }

    public DeliveryRequest with(RequestHead changed) {
        return new DeliveryRequest(distribution, behavior, viewer, changed, body, asides, chosen);
    }

    public DeliveryRequest withBody(@Nullable ReadStream<Buffer> changed) {
        return new DeliveryRequest(distribution, behavior, viewer, head, changed, asides, chosen);
    }

    public DeliveryRequest telling(Asides changed) {
        return new DeliveryRequest(distribution, behavior, viewer, head, body, changed, chosen);
    }

    /** To be fetched from there. */
    public DeliveryRequest from(@Nullable OriginChoice changed) {
        return new DeliveryRequest(distribution, behavior, viewer, head, body, asides, changed);
    }
}
