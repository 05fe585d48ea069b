package io.perigee.delivery.origin;

import io.perigee.delivery.exchange.Endpoint;
import io.perigee.httpcaching.RequestHead;

/**
 * The {@code Host} that an origin-request function sees: the one that the origin is about to get, which is the origin's own where no policy
 * passes the viewer's on. That one stays the origin's own as long as the function leaves it alone, so that one that sends the request
 * elsewhere needs not change it.
 *
 * @param value as it is about to be sent
 * @param own whether it is the origin's own
 */
record HostField(String value, boolean own) {

    private static final String NAME = "Host";

    static HostField of(RequestHead request, Endpoint endpoint) {
        String given = request.headers().first(NAME);
        return given == null ? new HostField(endpoint.authority(), true) : new HostField(given, false);
    }

    /** The request with it. */
    RequestHead shown(RequestHead request) {
        return own
                ? new RequestHead(
                        request.method(), request.target(), request.headers().with(NAME, value))
                : request;
    }

    /** The request for the origin, after the function. */
    RequestHead sent(RequestHead request) {
        return own && value.equals(request.headers().first(NAME))
                ? new RequestHead(
                        request.method(), request.target(), request.headers().without(NAME))
                : request;
    }
}
