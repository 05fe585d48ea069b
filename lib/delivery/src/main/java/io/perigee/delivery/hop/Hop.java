package io.perigee.delivery.hop;

import io.perigee.delivery.DeliveryRequest;
import io.perigee.delivery.ViewerContext;
import io.perigee.functions.OriginChoice;
import io.perigee.functions.ViewerLocation;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads what an edge tells a regional cache about a request, besides the request itself. */
public final class Hop {

    private Hop() {}

    /**
     * A request as a regional cache reads it.
     *
     * @param distribution the distribution's id
     * @param behavior the path pattern of the behavior that the edge chose
     * @param minimumSequence the answer must be good at this sequence of the change log
     * @param fresh whether the edge has a stale response already, and wants a fresh one
     * @param head the request for the origin, without internal headers
     * @param chosen where a viewer-request function wants it to go; null where it leaves that to the behavior
     */
    public record Arrival(
            String distribution,
            String behavior,
            long minimumSequence,
            boolean fresh,
            ViewerContext viewer,
            RequestHead head,
            @Nullable OriginChoice chosen) {}

    /** The request as it is sent, but for the credentials. */
    public static RequestHead outgoing(DeliveryRequest request, RequestHead head, long minimumSequence, boolean fresh) {
        ViewerContext viewer = request.viewer();
        Headers.Builder headers = head.headers().toBuilder();
        String host = head.headers().first("Host");
        headers.remove("Host");
        headers.set(InternalHeaders.DISTRIBUTION, request.distribution().id());
        headers.set(InternalHeaders.BEHAVIOR, request.behavior().pattern().source());
        headers.set(InternalHeaders.APPLIED, Long.toString(minimumSequence));
        if (fresh) {
            headers.set(InternalHeaders.FRESH, "1");
        }
        headers.set(InternalHeaders.REQUEST_ID, viewer.requestId());
        headers.set(InternalHeaders.CLIENT, viewer.clientIp());
        headers.set(InternalHeaders.SCHEME, viewer.scheme());
        headers.set(InternalHeaders.HOST, viewer.host());
        headers.set(InternalHeaders.FORWARDED_HOST, host == null ? "" : host);
        headers.set(InternalHeaders.LOCATION, LocationField.write(viewer.location()));
        OriginChoice chosen = request.chosen();
        if (chosen != null) {
            headers.set(InternalHeaders.ORIGIN, OriginField.write(chosen));
        }
        return new RequestHead(head.method(), head.target(), headers.build());
    }

    /** What the edge sent; null where an internal header is missing or unreadable, which no edge of the network sends. */
    public static @Nullable Arrival incoming(RequestHead head) {
        Headers sent = head.headers();
        String distribution = sent.first(InternalHeaders.DISTRIBUTION);
        String behavior = sent.first(InternalHeaders.BEHAVIOR);
        String requestId = sent.first(InternalHeaders.REQUEST_ID);
        String client = sent.first(InternalHeaders.CLIENT);
        String scheme = sent.first(InternalHeaders.SCHEME);
        String viewerHost = sent.first(InternalHeaders.HOST);
        String host = sent.first(InternalHeaders.FORWARDED_HOST);
        String location = sent.first(InternalHeaders.LOCATION);
        long applied = sequence(sent.first(InternalHeaders.APPLIED));
        if (distribution == null
                || behavior == null
                || requestId == null
                || client == null
                || scheme == null
                || viewerHost == null
                || host == null
                || location == null
                || applied < 0) {
            return null;
        }
        ViewerLocation place = LocationField.read(location);
        String origin = sent.first(InternalHeaders.ORIGIN);
        OriginChoice chosen = origin == null ? null : OriginField.read(origin);
        if (place == null || (origin != null && chosen == null)) {
            return null;
        }
        Headers.Builder headers = InternalHeaders.removed(sent).toBuilder();
        headers.remove("Host");
        if (!host.isEmpty()) {
            headers.set("Host", host);
        }
        return new Arrival(
                distribution,
                behavior,
                applied,
                sent.contains(InternalHeaders.FRESH),
                new ViewerContext(requestId, client, scheme, viewerHost, "", place),
                new RequestHead(head.method(), head.target(), headers.build()),
                chosen);
    }

    /**
     * What an edge tells regional caches that an unsafe method may have changed.
     *
     * @param distribution the distribution's id
     * @param paths of cache keys, 1 or more, without spaces
     */
    public record Written(String distribution, List<String> paths) {

        /** The request as it is sent, but for the credentials. */
        public RequestHead outgoing() {
            return new RequestHead(
                    "POST",
                    "/",
                    Headers.of(
                            InternalHeaders.DISTRIBUTION,
                            distribution,
                            InternalHeaders.INVALIDATE,
                            String.join(" ", paths)));
        }

        /** What an edge has told; null if the request is not one of this kind. */
        public static @Nullable Written incoming(RequestHead head) {
            String distribution = head.headers().first(InternalHeaders.DISTRIBUTION);
            String paths = head.headers().first(InternalHeaders.INVALIDATE);
            return distribution == null || paths == null || !head.method().equals("POST")
                    ? null
                    : new Written(distribution, List.of(paths.split(" ", -1)));
        }
    }

    /** A sequence as the headers carry it; -1 for what is not one. */
    public static long sequence(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + (digit - '0');
        }
        return value;
    }
}
