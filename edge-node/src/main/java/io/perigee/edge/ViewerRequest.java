package io.perigee.edge;

import io.perigee.delivery.ViewerContext;
import io.perigee.functions.ViewerLocation;
import io.perigee.geo.Coordinates;
import io.perigee.geo.Geography;
import io.perigee.geo.viewer.Viewer;
import io.perigee.geo.viewer.ViewerHeaders;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's request that was found to be well-formed. Immutable, but for the connection behind it.
 *
 * @param http the request as the server has it, paused
 * @param id what the viewer gets as {@code X-Amz-Cf-Id}
 * @param startedNanos monotonic time of its arrival
 * @param head method, normalized path and query, and headers; none of them internal
 * @param host lower case, without port
 * @param authority {@code Host} as the viewer sent it
 * @param viewer who asks, and from where
 * @param prewarming whether the network itself asks, in order to fill the caches: what keeps viewers out does not count for it
 */
record ViewerRequest(
        HttpServerRequest http,
        String id,
        long startedNanos,
        RequestHead head,
        String host,
        String authority,
        Viewer viewer,
        boolean prewarming) {

    ViewerRequest with(RequestHead changed) {
        return new ViewerRequest(http, id, startedNanos, changed, host, authority, viewer, prewarming);
    }

    /** The same, as if the viewer had come over HTTPS. */
    ViewerRequest overHttps() {
        Viewer secured = new Viewer(
                viewer.address(),
                viewer.port(),
                viewer.geography(),
                viewer.userAgent(),
                "https",
                viewer.httpVersion(),
                viewer.tls());
        return new ViewerRequest(http, id, startedNanos, head, host, authority, secured, prewarming);
    }

    String path() {
        int query = head.target().indexOf('?');
        return query < 0 ? head.target() : head.target().substring(0, query);
    }

    /** A header as policies see it: the network's own about the viewer, else what the viewer sent. */
    @Nullable
    String field(String name) {
        return ViewerHeaders.isViewerHeader(name)
                ? ViewerHeaders.value(name, viewer)
                : head.headers().combined(name);
    }

    /** What the steps behind this node need to know of the viewer. */
    ViewerContext context() {
        return new ViewerContext(
                id,
                viewer.address().getHostAddress(),
                viewer.scheme(),
                authority,
                http.localAddress().hostAddress(),
                location());
    }

    /** Where functions are told that the viewer is. */
    ViewerLocation location() {
        Geography place = viewer.geography();
        if (place.isUnknown()) {
            return ViewerLocation.UNKNOWN;
        }
        Optional<Coordinates> coordinates = Optional.ofNullable(place.coordinates());
        return new ViewerLocation(
                Optional.ofNullable(place.countryCode()),
                Optional.ofNullable(place.countryName()),
                Optional.ofNullable(place.regionCode()),
                Optional.ofNullable(place.city()),
                coordinates.map(Coordinates::latitude),
                coordinates.map(Coordinates::longitude),
                Optional.ofNullable(place.timeZone()));
    }
}
