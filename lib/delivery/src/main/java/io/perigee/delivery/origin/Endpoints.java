package io.perigee.delivery.origin;

import io.perigee.delivery.exchange.Endpoint;
import io.perigee.delivery.functions.FunctionMessages;
import io.perigee.functions.CustomOrigin;
import io.perigee.functions.OriginChoice.Names;
import io.perigee.functions.OriginProperties;
import io.perigee.functions.OriginProperties.Server;
import io.perigee.functions.S3Origin;
import io.perigee.functions.S3Origin.AuthMethod;
import io.perigee.functions.SslProtocol;
import io.perigee.httpcaching.Headers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes endpoints of configured origins, and of those that functions choose. */
final class Endpoints {

    /** Amazon S3's, but for its website endpoints, which are servers like any other. */
    private static final Pattern S3_DOMAIN =
            Pattern.compile("(?:[a-z0-9.-]+\\.)?s3(?:[.-](?!website)([a-z0-9-]+))?\\.amazonaws\\.com");

    /** An object store of the network has no regions; functions that look at one expect Lambda@Edge's. */
    private static final String REGION = "us-east-1";

    private static final int HTTPS_PORT = 443;

    private Endpoints() {}

    static Endpoint of(io.perigee.distribution.Origin origin, String viewerScheme) {
        boolean tls = switch (origin.protocolPolicy()) {
            case HTTP_ONLY -> false;
            case HTTPS_ONLY -> true;
            case MATCH_VIEWER -> viewerScheme.equals("https");
        };
        Headers.Builder headers = Headers.builder();
        origin.customHeaders().forEach(header -> headers.add(header.name(), header.value()));
        return new Endpoint(
                tls,
                origin.domainName(),
                tls ? origin.httpsPort() : origin.httpPort(),
                origin.originPath(),
                headers.build(),
                origin.connectionTimeout(),
                origin.connectionAttempts(),
                origin.responseTimeout(),
                origin.keepaliveTimeout(),
                origin.networkOnly() ? Endpoint.Peer.NETWORK_ORIGIN : Endpoint.Peer.ORIGIN);
    }

    /** As functions see it: an origin node that answers the network only is a bucket with an origin access identity. */
    static io.perigee.functions.Origin describe(Endpoint endpoint) {
        var headers = FunctionMessages.fields(endpoint.customHeaders());
        Matcher s3 = S3_DOMAIN.matcher(endpoint.host());
        if (endpoint.peer() == Endpoint.Peer.NETWORK_ORIGIN) {
            return new S3Origin(endpoint.host(), endpoint.path(), AuthMethod.ORIGIN_ACCESS_IDENTITY, REGION, headers);
        }
        if (s3.matches()) {
            String region = s3.group(1) == null ? REGION : s3.group(1);
            return new S3Origin(endpoint.host(), endpoint.path(), AuthMethod.NONE, region, headers);
        }
        return new CustomOrigin(
                endpoint.host(),
                endpoint.port(),
                endpoint.tls() ? CustomOrigin.Protocol.HTTPS : CustomOrigin.Protocol.HTTP,
                endpoint.path(),
                endpoint.responseTimeout(),
                endpoint.keepaliveTimeout(),
                headers);
    }

    /** Where the function wants it to go. The network's credentials stay with the origin that they were configured for. */
    static Endpoint chosen(Endpoint before, io.perigee.functions.Origin chosen) {
        return switch (chosen) {
            case CustomOrigin custom -> custom(before, custom);
            case S3Origin s3 -> bucket(before, s3);
        };
    }

    private static Endpoint custom(Endpoint before, CustomOrigin chosen) {
        boolean tls = chosen.protocol() == CustomOrigin.Protocol.HTTPS;
        boolean same =
                before.host().equals(chosen.domainName()) && before.port() == chosen.port() && before.tls() == tls;
        return new Endpoint(
                tls,
                chosen.domainName(),
                chosen.port(),
                chosen.path(),
                FunctionMessages.headers(chosen.customHeaders()),
                before.connectTimeout(),
                before.connectAttempts(),
                chosen.readTimeout(),
                chosen.keepaliveTimeout(),
                same ? before.peer() : Endpoint.Peer.ORIGIN,
                protocols(before, chosen),
                same ? before.serverName() : null);
    }

    /**
     * With what a viewer-request function changes of it. The network's credentials stay with the server that they were configured for, where
     * the function does not take them away.
     */
    static OriginRoute.Stop updated(Endpoint before, OriginProperties changes) {
        String name = changes.domainName().orElse(before.host());
        boolean moves = !name.equals(before.host());
        boolean bucket = S3_DOMAIN.matcher(name).matches();
        Server server = bucket ? null : changes.server().orElse(null);
        boolean tls =
                server == null ? before.tls() || (bucket && moves) : server.protocol() == CustomOrigin.Protocol.HTTPS;
        int port = server == null ? (bucket && moves ? HTTPS_PORT : before.port()) : server.port();
        boolean same = !moves && port == before.port() && tls == before.tls();
        Endpoint after = new Endpoint(
                tls,
                name,
                port,
                changes.originPath().orElse(before.path()),
                changes.customHeaders().map(FunctionMessages::headers).orElse(before.customHeaders()),
                changes.connectionTimeout().orElse(before.connectTimeout()),
                changes.connectionAttempts().orElse(before.connectAttempts()),
                changes.readTimeout().orElse(before.responseTimeout()),
                changes.keepAliveTimeout().orElse(before.keepaliveTimeout()),
                same && changes.originAccessControl().orElse(true) ? before.peer() : Endpoint.Peer.ORIGIN,
                server == null ? before.tlsProtocols() : labels(server.sslProtocols()),
                before.serverName());
        String host = changes.names().hostHeader().orElse(changes.domainName().isPresent() ? after.authority() : null);
        return new OriginRoute.Stop(named(after, changes.names()), host);
    }

    /** Spoken to by those names. */
    static Endpoint named(Endpoint endpoint, Names names) {
        return names.sni().or(names::hostHeader).map(endpoint::withServerName).orElse(endpoint);
    }

    /** A Lambda function gives back the whole origin of its event: what the event names is not its choice. */
    private static Set<String> protocols(Endpoint before, CustomOrigin chosen) {
        return chosen.sslProtocols().equals(CustomOrigin.DEFAULT_SSL_PROTOCOLS)
                ? before.tlsProtocols()
                : labels(chosen.sslProtocols());
    }

    private static Set<String> labels(List<SslProtocol> chosen) {
        Set<String> names = new HashSet<>();
        chosen.forEach(protocol -> names.add(protocol.label()));
        return names;
    }

    private static Endpoint bucket(Endpoint before, S3Origin chosen) {
        boolean same = before.host().equals(chosen.domainName());
        return new Endpoint(
                !same || before.tls(),
                chosen.domainName(),
                same ? before.port() : HTTPS_PORT,
                chosen.path(),
                FunctionMessages.headers(chosen.customHeaders()),
                before.connectTimeout(),
                before.connectAttempts(),
                before.responseTimeout(),
                before.keepaliveTimeout(),
                same && chosen.authMethod() == AuthMethod.ORIGIN_ACCESS_IDENTITY
                        ? before.peer()
                        : Endpoint.Peer.ORIGIN);
    }
}
