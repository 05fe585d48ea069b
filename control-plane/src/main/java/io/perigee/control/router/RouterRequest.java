package io.perigee.control.router;

import io.perigee.control.router.RouteQuery.Source;
import io.perigee.geo.AddressLiteral;
import io.perigee.geo.places.NamedPlaces;
import io.perigee.geo.viewer.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to the router, read and checked. */
sealed interface RouterRequest {

    /** Wants to be sent to an edge. */
    record Redirect(RouteQuery query, String target) implements RouterRequest {}

    /** Wants to know where this request would be sent, and why. */
    record Explain(RouteQuery query, String target) implements RouterRequest {}

    /** Cannot be answered. */
    record Refused(Problem problem) implements RouterRequest {}

    /** The path that only explains. */
    String EXPLAIN_PATH = "/.perigee/route";

    /** The query parameter that asks for an explanation of any other path. */
    String EXPLAIN_PARAMETER = "perigee-explain";

    /** Claims a viewer's place. */
    String VIEWER_CLAIM = "Perigee-Viewer";

    /** Longer targets are refused; edges' own limit is not above it. */
    int LONGEST_TARGET = 8192;

    static RouterRequest read(HttpServerRequest request, RouterConfig config, NamedPlaces places) {
        String target = request.uri();
        if (target.length() > LONGEST_TARGET) {
            return refused(414, "URI too long");
        }
        if (!isOriginForm(target)) {
            return new Refused(Problem.badRequest(
                    "request target", target, "a path that begins with \"/\", of visible ASCII, without fragment"));
        }
        List<String> hosts = request.headers().getAll("Host");
        HostAndPort authority = request.authority();
        if (authority == null || hosts.size() > 1) {
            return new Refused(Problem.badRequest("Host", String.join(", ", hosts), "one host, perhaps with a port"));
        }
        String claim = config.viewerClaims() ? request.getHeader(VIEWER_CLAIM) : null;
        boolean explainPath = path(target).equals(EXPLAIN_PATH);
        if (explainPath) {
            if (!config.explanations()) {
                return refused(404, "Not found");
            }
            String asked = parameter(target, "viewer");
            claim = asked == null ? claim : asked;
        }
        RouteQuery query;
        if (claim == null) {
            query = ofConnection(request, config, authority);
        } else {
            Optional<InetAddress> claimed = places.addressOf(claim);
            if (claimed.isEmpty()) {
                String field = explainPath ? "viewer" : VIEWER_CLAIM;
                return new Refused(Problem.badRequest(field, claim, "an IP address or the name of a known city"));
            }
            query = query(claimed.get(), Source.CLAIM, authority);
        }
        if (explainPath) {
            String host = parameter(target, "host");
            return new Explain(host == null ? query : query.withHost(host), "/");
        }
        return config.explanations() && parameter(target, EXPLAIN_PARAMETER) != null
                ? new Explain(query, target)
                : new Redirect(query, target);
    }

    private static Refused refused(int status, String title) {
        return new Refused(new Problem(status, title, null));
    }

    private static RouteQuery ofConnection(HttpServerRequest request, RouterConfig config, HostAndPort authority) {
        SocketAddress peer = request.remoteAddress();
        ClientAddress.Resolved viewer = config.clientAddress()
                .resolve(
                        address(peer),
                        Math.max(0, peer.port()),
                        request.headers().getAll("X-Forwarded-For"));
        Source source = switch (viewer.source()) {
            case SOCKET -> Source.SOCKET;
            case X_FORWARDED_FOR -> Source.X_FORWARDED_FOR;
        };
        return query(viewer.address(), source, authority);
    }

    private static InetAddress address(SocketAddress peer) {
        String text = peer.hostAddress();
        if (text == null) {
            // A domain socket's caller is on this machine.
            return InetAddress.getLoopbackAddress();
        }
        int scope = text.indexOf('%');
        return AddressLiteral.parse(scope < 0 ? text : text.substring(0, scope))
                .orElseGet(InetAddress::getLoopbackAddress);
    }

    private static RouteQuery query(InetAddress viewer, Source source, HostAndPort authority) {
        return new RouteQuery(
                viewer,
                source,
                authority.host().toLowerCase(Locale.ROOT),
                authority.toString().toLowerCase(Locale.ROOT));
    }

    /** Origin-form, and nothing that could end a header field or an URL early. */
    private static boolean isOriginForm(String target) {
        return target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The first parameter of this name, decoded; empty when it has no value; null when it is not there. */
    private static @Nullable String parameter(String target, String name) {
        int query = target.indexOf('?');
        if (query < 0) {
            return null;
        }
        for (String pair : target.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if ((equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
                return equals < 0 ? "" : decoded(pair.substring(equals + 1));
            }
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Broken percent-encoding: no city has such a name, so it is refused as it stands.
            return value;
        }
    }
}
