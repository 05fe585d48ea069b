package io.perigee.delivery;

import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request whose behavior is settled, on its way towards the origin. Immutable, but for the body, which can be read once.
 *
 * @param head what the origin is to get: path and query as functions left them, and the headers that the policies let through
 * @param body paused; null where the request has none
 */
public record DeliveryRequest(
        CompiledDistribution distribution,
        CompiledBehavior behavior,
        ViewerContext viewer,
        RequestHead head,
        @Nullable ReadStream<Buffer> body) {

    public DeliveryRequest with(RequestHead changed) {
        return new DeliveryRequest(distribution, behavior, viewer, changed, body);
    }

    public DeliveryRequest withBody(@Nullable ReadStream<Buffer> changed) {
        return new DeliveryRequest(distribution, behavior, viewer, head, changed);
    }
}
