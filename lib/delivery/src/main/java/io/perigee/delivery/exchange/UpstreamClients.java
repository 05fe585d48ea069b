package io.perigee.delivery.exchange;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers further up: one pool for each keep-alive time in whole seconds (see {@link KeptConnection}), each bounded per server in connections and in
 * waiting requests, so that a server that hangs cannot use up the node.
 */
public final class UpstreamClients {

    private static final int MAX_WAITING_PER_CONNECTION = 4;
    private static final int MAX_KEEPALIVE_SECONDS = 120;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final int connectionsPerServer;
    private final @Nullable TrustOptions trust;
    private final Map<Integer, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * That trust the authorities that the JDK trusts.
     *
     * @param connectionsPerServer 1 or more
     */
    public UpstreamClients(Vertx vertx, int connectionsPerServer) {
        this(vertx, connectionsPerServer, null);
    }

    /**
     * @param connectionsPerServer 1 or more
     * @param trust whose certificates of servers are trusted; null: those of the authorities that the JDK trusts
     */
    public UpstreamClients(Vertx vertx, int connectionsPerServer, @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.connectionsPerServer = connectionsPerServer;
        this.trust = trust;
    }

    /** How TLS is spoken with a server for which its versions are chosen. */
    ClientSSLOptions tls(Set<String> protocols) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setEnabledSecureTransportProtocols(protocols);
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        return options;
    }

    HttpClient client(Endpoint endpoint) {
        int seconds = Math.clamp(endpoint.keepaliveTimeout().toSeconds(), 1, MAX_KEEPALIVE_SECONDS);
        return clients.computeIfAbsent(seconds, this::open);
    }

    private HttpClient open(int keepaliveSeconds) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(keepaliveSeconds)
                .setPipelining(false)
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(connectionsPerServer)
                .setMaxWaitQueueSize(connectionsPerServer * MAX_WAITING_PER_CONNECTION);
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> {
                    OtherInterim.keepFrom(connection);
                    LastParts.keep(connection);
                    KeptConnection.watch(connection, Duration.ofSeconds(keepaliveSeconds));
                })
                .build();
    }

    /** Closes all connections. */
    public Future<Void> close() {
        return Future.all(clients.values().stream().map(HttpClient::close).toList())
                .mapEmpty();
    }
}
