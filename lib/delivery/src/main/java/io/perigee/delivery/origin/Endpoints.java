package io.perigee.delivery.origin;

import io.perigee.delivery.exchange.Endpoint;
import io.perigee.delivery.functions.FunctionMessages;
import io.perigee.distribution.Origin;
import io.perigee.functions.CustomOrigin;
import io.perigee.httpcaching.Headers;

/** Makes endpoints of configured origins, and of those that functions choose. */
final class Endpoints {

    private Endpoints() {}

    static Endpoint of(Origin origin, String viewerScheme) {
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

    static CustomOrigin describe(Endpoint endpoint) {
        return new CustomOrigin(
                endpoint.host(),
                endpoint.port(),
                endpoint.tls() ? CustomOrigin.Protocol.HTTPS : CustomOrigin.Protocol.HTTP,
                endpoint.path(),
                endpoint.responseTimeout(),
                endpoint.keepaliveTimeout(),
                FunctionMessages.fields(endpoint.customHeaders()));
    }

    /** Where the function wants it to go. The network's credentials stay with the origin that they were configured for. */
    static Endpoint chosen(Endpoint before, CustomOrigin chosen) {
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
                same ? before.peer() : Endpoint.Peer.ORIGIN);
    }
}
