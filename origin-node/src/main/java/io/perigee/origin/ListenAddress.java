package io.perigee.origin;

/**
 * Where an endpoint listens.
 *
 * @param host the local address or name, e.g. {@code 127.0.0.1} or {@code 0.0.0.0}
 * @param port 0 to 65535; 0 takes any free port
 */
public record ListenAddress(String host, int port) {

    /** @throws IllegalArgumentException if the host is blank or the port out of range */
    public ListenAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("listen.host: expected an address or a name, got a blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("listen.port: " + port + ": expected 0 to 65535");
        }
    }

    /** Any free port of 127.0.0.1. */
    public static ListenAddress loopback() {
        return new ListenAddress("127.0.0.1", 0);
    }
}
