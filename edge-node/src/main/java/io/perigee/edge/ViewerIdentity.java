package io.perigee.edge;

import io.perigee.delivery.hop.InternalHeaders;
import io.perigee.geo.AddressLiteral;
import io.perigee.geo.GeoDatabase;
import io.perigee.geo.viewer.ClientAddress;
import io.perigee.geo.viewer.Viewer;
import io.perigee.httpcaching.Headers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who sends a request, and from where: by the socket, by trusted proxies, or, where the configuration allows it, by the request's own claim. */
final class ViewerIdentity {

    private final GeoDatabase geography;
    private final ClientAddress clientAddress;
    private final Function<String, Optional<InetAddress>> claims;

    /** @param claims what a {@code Perigee-Viewer} header stands for; empty for what is not listened to */
    ViewerIdentity(GeoDatabase geography, ClientAddress clientAddress, Function<String, Optional<InetAddress>> claims) {
        this.geography = geography;
        this.clientAddress = clientAddress;
        this.claims = claims;
    }

    /** @param received the request's headers but for the internal ones */
    Viewer of(HttpServerRequest http, Headers received) {
        SocketAddress remote = http.remoteAddress();
        InetAddress peer = AddressLiteral.parse(remote.hostAddress()).orElseGet(InetAddress::getLoopbackAddress);
        ClientAddress.Resolved resolved = clientAddress.resolve(peer, remote.port(), received.all("X-Forwarded-For"));
        String claim = http.getHeader(InternalHeaders.CLAIMED_VIEWER);
        InetAddress address =
                claim == null ? resolved.address() : claims.apply(claim).orElse(resolved.address());
        return new Viewer(
                address,
                resolved.port(),
                geography.lookup(address),
                received.first("User-Agent"),
                http.isSSL() ? "https" : "http",
                version(http),
                tls(http));
    }

    private static String version(HttpServerRequest http) {
        return switch (http.version()) {
            case HTTP_1_0 -> "1.0";
            case HTTP_1_1 -> "1.1";
            case HTTP_2 -> "2.0";
            case HTTP_3 -> "3.0";
        };
    }

    private static @Nullable String tls(HttpServerRequest http) {
        SSLSession session = http.isSSL() ? http.sslSession() : null;
        return session == null ? null : session.getProtocol() + ":" + session.getCipherSuite() + ":fullHandshake";
    }
}
