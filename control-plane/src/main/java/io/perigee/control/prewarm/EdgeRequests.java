package io.perigee.control.prewarm;

import io.perigee.control.router.RoutableEdge;
import io.perigee.distribution.PrewarmHeader;
import io.perigee.node.auth.NodeAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Asks edges as a viewer would, and reads the answers to their end. The requests carry this node's signature, by which edges know that they come
 * from the network.
 */
final class EdgeRequests {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_SECONDS = 60;
    private static final int CONNECTIONS_TO_AN_EDGE = 32;
    private static final String JOB = "Perigee-Prewarm";

    private final HttpClient client;
    private final NodeAuthenticator authenticator;

    EdgeRequests(Vertx vertx, NodeAuthenticator authenticator) {
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReadIdleTimeout(SILENCE_SECONDS)
                        .setForceSni(true)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_AN_EDGE))
                .build();
        this.authenticator = authenticator;
    }

    /** Never fails. */
    Future<Fetched> get(String job, RoutableEdge edge, String host, String path, List<PrewarmHeader> headers) {
        URI url = edge.internalUrl();
        boolean tls = "https".equals(url.getScheme());
        int given = url.getPort();
        int port = given > 0 ? given : tls ? 443 : 80;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, url.getHost()))
                .setHost(host)
                .setPort(port)
                .setSsl(tls)
                .setURI(path);
        return client.request(options)
                .compose(request -> {
                    request.authority(HostAndPort.create(host, tls ? 443 : 80));
                    sign(request, job, path, headers);
                    return request.send().compose(EdgeRequests::read);
                })
                .otherwise(cause -> Fetched.failed(String.valueOf(cause.getMessage())));
    }

    private void sign(HttpClientRequest request, String job, String path, List<PrewarmHeader> headers) {
        MultiMap fields = request.headers();
        headers.forEach(header -> fields.add(header.name(), header.value()));
        fields.set("User-Agent", "Perigee-Prewarm");
        fields.set(JOB, job);
        fields.set(NodeAuthenticator.FIELD, authenticator.sign("GET", path, fields::getAll));
    }

    private static Future<Fetched> read(HttpClientResponse response) {
        long[] bytes = new long[1];
        response.handler(chunk -> bytes[0] += chunk.length());
        return response.end().map(ended -> judge(response, bytes[0]));
    }

    /** The edge says what it did as it says it to viewers: in {@code X-Cache} and in the last member of {@code Cache-Status}. */
    private static Fetched judge(HttpClientResponse response, long bytes) {
        String xCache = header(response, "X-Cache");
        String outcome = xCache.indexOf(' ') < 0 ? xCache : xCache.substring(0, xCache.indexOf(' '));
        if (response.statusCode() >= 400 || outcome.equals("Error") || outcome.isEmpty()) {
            return new Fetched(Fetched.Kind.FAILED, "status " + response.statusCode(), bytes);
        }
        return switch (outcome) {
            case "Hit", "RefreshHit" -> new Fetched(Fetched.Kind.PRESENT, "", bytes);
            case "Miss" ->
                isStored(header(response, "Cache-Status"))
                        ? new Fetched(Fetched.Kind.FILLED, "", bytes)
                        : new Fetched(Fetched.Kind.UNCACHEABLE, why(response), bytes);
            default -> new Fetched(Fetched.Kind.UNCACHEABLE, outcome, bytes);
        };
    }

    private static String why(HttpClientResponse response) {
        String control = header(response, "Cache-Control");
        return control.isEmpty() ? "not storable, or in no need of being stored" : "Cache-Control: " + control;
    }

    private static boolean isStored(String cacheStatus) {
        String own = cacheStatus.substring(cacheStatus.lastIndexOf(',') + 1).toLowerCase(Locale.ROOT);
        return own.contains("; stored");
    }

    private static String header(HttpClientResponse response, String name) {
        String value = response.getHeader(name);
        return value == null ? "" : value;
    }

    Future<Void> close() {
        return client.close();
    }
}
