package io.perigee.node.listen;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.perigee.node.process.NodePart;
import io.perigee.node.process.RequestsInFlight;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server of a node, on one port and several event loops.
 *
 * <p>Requests that are not valid HTTP, too large, too slow or too many get a 4xx or 503 and never reach the handler. What
 * reaches it has a valid method token, a target in origin form without dot segments or encoded separators (or {@code *}
 * for OPTIONS), at most one valid Host (exactly one in HTTP/1.1; in HTTP/2 see {@code request.authority()}), at most one
 * decimal Content-Length, no other transfer coding than chunked, and header values without control characters.
 *
 * <p>When the node leaves, it goes on accepting, but asks clients to go elsewhere: each HTTP/1 connection ends with its next response
 * ({@code Connection: close}), and HTTP/2 connections get a GOAWAY that still admits what is under way (RFC 9113, section 6.8). On a drain
 * it accepts nothing new, ends idle connections and lets requests in flight finish.
 */
public final class Listener implements NodePart {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long HANDSHAKE_SECONDS = 10;

    /** Vert.x lets servers of the same number share a random port, in all of a Vertx: each listener has its own. */
    private static final AtomicInteger RANDOM_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final String name;
    private final ListenerConfig config;
    private final int eventLoops;
    private final RequestsInFlight requests;
    private final Supplier<Handler<HttpServerRequest>> handlers;
    private final int randomPort = RANDOM_PORTS.incrementAndGet();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<EventLoopServer> servers = new CopyOnWriteArrayList<>();
    private volatile @Nullable String deployment;
    private volatile boolean leaving;
    private volatile boolean draining;
    private volatile @Nullable Certificates certificates;
    private volatile long reloadTimer = -1;

    /**
     * A listener that is not started yet.
     *
     * @param name for log lines, such as {@code viewers}
     * @param eventLoops how many event loops serve it; at least 1
     * @param requests those in flight, which the handler counts (see {@link RequestsInFlight#counting}); beyond
     *     {@code maxRequests} of them new ones get 503
     * @param handlers asked once per event loop; each handler is used on its own event loop only
     */
    public Listener(
            Vertx vertx,
            String name,
            ListenerConfig config,
            int eventLoops,
            RequestsInFlight requests,
            Supplier<Handler<HttpServerRequest>> handlers) {
        this.vertx = vertx;
        this.name = name;
        this.config = config;
        this.eventLoops = eventLoops;
        this.requests = requests;
        this.handlers = handlers;
    }

    @Override
    public String name() {
        return "listener " + name;
    }

    /** Fails with a message that names the port if it is in use, or the file if a certificate cannot be read. */
    @Override
    public Future<Void> start() {
        return tlsOptions().compose(this::listen).onSuccess(v -> watchCertificates());
    }

    /** The port that it listens on; 0 before it does. */
    public int port() {
        return deployment == null ? 0 : servers.get(0).actualPort();
    }

    /** {@code http://host:port} or {@code https://host:port}. */
    public String url() {
        return (config.tls() == null ? "http://" : "https://") + config.host() + ":" + port();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.get();
    }

    /**
     * Registers, with the tags {@code listener}, {@code scheme} and {@code port} (as configured), {@code perigee_listener_connections} and, with TLS,
     * {@code perigee_certificate_expiry_timestamp_seconds}: when the first of its certificates ends.
     */
    public Listener measuredBy(MeterRegistry registry) {
        String scheme = config.tls() == null ? "http" : "https";
        Tags tags = Tags.of("listener", name, "scheme", scheme, "port", Integer.toString(config.port()));
        Gauge.builder("perigee.listener.connections", connections, AtomicInteger::get)
                .description("Connections that are open")
                .tags(tags)
                .register(registry);
        if (config.tls() != null) {
            Gauge.builder("perigee.certificate.expiry.timestamp", this, Listener::certificateExpiry)
                    .description("When the first certificate of the listener is valid no more, in seconds since 1970")
                    .baseUnit("seconds")
                    .tags(tags)
                    .register(registry);
        }
        return this;
    }

    private double certificateExpiry() {
        Certificates loaded = certificates;
        return loaded == null ? Double.NaN : loaded.expiry().getEpochSecond();
    }

    private Future<Void> listen(@Nullable ServerSSLOptions tls) {
        return vertx.deployVerticle(() -> newServer(tls), new DeploymentOptions().setInstances(eventLoops))
                .recover(failure -> Future.failedFuture(new IOException(
                        name + ": cannot listen on " + config.host() + ":" + config.port() + ": "
                                + failure.getMessage(),
                        failure)))
                .onSuccess(id -> deployment = id)
                .mapEmpty();
    }

    private EventLoopServer newServer(@Nullable ServerSSLOptions tls) {
        var guard = new RequestGuard(handlers.get(), requests, config, () -> leaving);
        var server = new EventLoopServer(config, randomPort, tls, guard, connections);
        servers.add(server);
        return server;
    }

    private Future<@Nullable ServerSSLOptions> tlsOptions() {
        TlsConfig tls = config.tls();
        if (tls == null) {
            return Future.succeededFuture(null);
        }
        return blocking(() -> Certificates.load(tls)).map(loaded -> {
            certificates = loaded;
            return options(loaded);
        });
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work).map(result -> Objects.requireNonNull(result));
    }

    private static ServerSSLOptions options(Certificates certificates) {
        return new ServerSSLOptions()
                .setSni(true)
                .setKeyCertOptions(certificates.pem())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    private void watchCertificates() {
        TlsConfig tls = config.tls();
        if (tls != null && !tls.certificates().isEmpty()) {
            reloadTimer = vertx.setTimer(
                    tls.reloadInterval().toMillis(),
                    id -> reload(tls).onComplete(done -> {
                        if (!draining) {
                            watchCertificates();
                        }
                    }));
        }
    }

    /** A pair of files that does not load, half written for example, leaves the certificates as they are. */
    private Future<Void> reload(TlsConfig tls) {
        Certificates current = certificates;
        return blocking(() -> changed(tls, current))
                .compose(changed -> changed.map(this::use).orElse(Future.succeededFuture()))
                .onFailure(failure -> LOG.warn(
                        "{}: the certificates have changed but cannot be used, the old ones stay: {}",
                        name,
                        failure.toString()));
    }

    private static Optional<Certificates> changed(TlsConfig tls, @Nullable Certificates current) throws IOException {
        boolean same = current != null && Certificates.stamps(tls).equals(current.stamps());
        return same ? Optional.empty() : Optional.of(Certificates.load(tls));
    }

    private Future<Void> use(Certificates loaded) {
        List<Future<?>> updates = new ArrayList<>();
        servers.forEach(server -> updates.add(server.updateTls(options(loaded))));
        return Future.all(updates)
                .onSuccess(v -> {
                    certificates = loaded;
                    LOG.info("{}: certificates reloaded", name);
                })
                .mapEmpty();
    }

    @Override
    public void leave() {
        leaving = true;
        servers.forEach(EventLoopServer::leave);
    }

    @Override
    public Future<Void> drain(Duration limit) {
        leaving = true;
        draining = true;
        vertx.cancelTimer(reloadTimer);
        return Future.join(
                        servers.stream().map(server -> server.shutdown(limit)).toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        draining = true;
        vertx.cancelTimer(reloadTimer);
        String deployed = deployment;
        return deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed);
    }
}
