package io.perigee.control.router;

import java.net.InetAddress;
import java.util.Locale;

/**
 * What decides a route.
 *
 * @param viewer the viewer's address
 * @param source where it came from
 * @param host the host asked for, lower case, without port
 * @param authority the same with its port, as the request has it
 */
record RouteQuery(InetAddress viewer, Source source, String host, String authority) {

    /** The same for another host. */
    RouteQuery withHost(String other) {
        return new RouteQuery(viewer, source, other.toLowerCase(Locale.ROOT), authority);
    }

    /** Where a viewer's address came from. */
    enum Source {
        SOCKET("socket"),
        X_FORWARDED_FOR("x-forwarded-for"),
        CLAIM("claim");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
