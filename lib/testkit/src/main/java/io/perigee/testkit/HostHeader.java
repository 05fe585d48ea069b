package io.perigee.testkit;

import io.vertx.core.net.HostAndPort;

/** The value of a {@code Host} field as an authority; without a port, the port is left out of what is sent. */
final class HostHeader {

    private HostHeader() {}

    static HostAndPort parse(String value) {
        int colon = value.lastIndexOf(':');
        boolean hasPort = colon > value.lastIndexOf(']');
        return hasPort
                ? HostAndPort.create(value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)))
                : HostAndPort.create(value, -1);
    }
}
