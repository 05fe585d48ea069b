package io.perigee.delivery.exchange;

import io.perigee.httpcaching.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server as a single request is sent to it.
 *
 * @param tls whether to speak HTTPS
 * @param host name or address
 * @param port 1 to 65535
 * @param path put before the request's path; empty, or starts with {@code /} and does not end with one
 * @param customHeaders replace the request's headers of the same names
 * @param connectTimeout for one attempt
 * @param connectAttempts 1 to 3
 * @param responseTimeout until the head, and between two parts of the body
 * @param keepaliveTimeout how long an idle connection is kept
 * @param peer what it is to the network
 * @param tlsProtocols the versions of TLS that may be spoken, by Java's names; empty leaves it to the node
 * @param serverName the name that the TLS handshake asks for and the certificate must be for; null: the host
 */
public record Endpoint(
        boolean tls,
        String host,
        int port,
        String path,
        Headers customHeaders,
        Duration connectTimeout,
        int connectAttempts,
        Duration responseTimeout,
        Duration keepaliveTimeout,
        Peer peer,
        Set<String> tlsProtocols,
        @Nullable String serverName) {

    public Endpoint {
        tlsProtocols = Set.copyOf(tlsProtocols);
    }

    /** What a server is to the network. */
    public enum Peer {
        /** Anybody's server: it gets no credentials, and what it says in internal headers is not listened to. */
        ORIGIN,
        /** An origin node that answers the network only: it gets credentials. */
        NETWORK_ORIGIN,
        /** A node of another tier: it gets credentials, and its internal headers count. */
        NODE
    }

    /** Spoken to in whatever version of TLS the node prefers. */
    public Endpoint(
            boolean tls,
            String host,
            int port,
            String path,
            Headers customHeaders,
            Duration connectTimeout,
            int connectAttempts,
            Duration responseTimeout,
            Duration keepaliveTimeout,
            Peer peer) {
        this(
                tls,
                host,
                port,
                path,
                customHeaders,
                connectTimeout,
                connectAttempts,
                responseTimeout,
                keepaliveTimeout,
                peer,
                Set.of(),
                null);
    }

    /** Known by that name in the TLS handshake. */
    public Endpoint withServerName(String name) {
        return new Endpoint(
                tls,
                host,
                port,
                path,
                customHeaders,
                connectTimeout,
                connectAttempts,
                responseTimeout,
                keepaliveTimeout,
                peer,
                tlsProtocols,
                name);
    }

    private static final Duration NODE_KEEPALIVE = Duration.ofSeconds(30);

    /** A node of another tier, at its internal URL; one attempt to connect. */
    public static Endpoint node(URI url, Duration connectTimeout, Duration responseTimeout) {
        return new Endpoint(
                "https".equals(url.getScheme()),
                url.getHost(),
                url.getPort(),
                "",
                Headers.of(),
                connectTimeout,
                1,
                responseTimeout,
                NODE_KEEPALIVE,
                Peer.NODE);
    }

    /** The value of the {@code Host} header that such a server expects. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }
}
