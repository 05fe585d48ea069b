package io.perigee.node.listen;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A listener's share on one event loop. Several of them listen on the same port, and Vert.x deals connections out to them
 * in turn; everything of a connection stays on its event loop.
 */
final class EventLoopServer extends VerticleBase {

    private static final int SWEEPS_PER_LIMIT = 8;
    private static final long MIN_SWEEP_MILLIS = 10;
    private static final long MAX_SWEEP_MILLIS = 1_000;
    private static final int ACCEPT_BACKLOG = 4_096;

    private final ListenerConfig config;
    private final int randomPort;
    private final @Nullable ServerSSLOptions tls;
    private final Handler<HttpServerRequest> guard;
    private final AtomicInteger connections;
    private final Set<Intake> intakes = new HashSet<>();
    private final Set<StreamIntake> streamIntakes = new HashSet<>();
    private final FlushBatch flushes = new FlushBatch(this::whenAllIsRead);
    private @Nullable HttpServer server;
    private final long sweepMillis;
    private final long headTicks;
    private final long bodyTicks;
    private long sweeps;

    /**
     * A server that listens when it is deployed.
     *
     * @param randomPort the listener's own number, by which its servers share one port where the system picks it
     * @param connections those of the whole listener
     */
    EventLoopServer(
            ListenerConfig config,
            int randomPort,
            @Nullable ServerSSLOptions tls,
            Handler<HttpServerRequest> guard,
            AtomicInteger connections) {
        this.config = config;
        this.randomPort = randomPort;
        this.tls = tls;
        this.guard = guard;
        this.connections = connections;
        this.sweepMillis = sweepMillis(config);
        this.headTicks = config.headTimeout().toMillis() / sweepMillis;
        this.bodyTicks = config.bodyTimeout().toMillis() / sweepMillis;
    }

    @Override
    public Future<?> start() {
        var builder = vertx.httpServerBuilder().with(serverConfig()).withConnectHandler(this::connected);
        if (tls != null) {
            builder.with(tls.copy()).with(tlsEngine());
        }
        HttpServer listening = builder.build().requestHandler(guard).invalidRequestHandler(guard);
        server = listening;
        vertx.setPeriodic(sweepMillis, id -> sweep());
        return listening.listen(
                config.port() == 0
                        ? SocketAddress.sharedRandomPort(randomPort, config.host())
                        : SocketAddress.inetSocketAddress(config.port(), config.host()));
    }

    /** BoringSSL, which encrypts in a third of the time that the JDK's own engine takes; that one where it does not load. */
    private static SSLEngineOptions tlsEngine() {
        return OpenSSLEngineOptions.isAvailable() && OpenSSLEngineOptions.isAlpnAvailable()
                ? new OpenSSLEngineOptions()
                : new JdkSSLEngineOptions();
    }

    private HttpServerConfig serverConfig() {
        var server = new HttpServerConfig()
                .setVersions(versions())
                .setIdleTimeout(config.idleTimeout())
                .setHttp1Config(new Http1ServerConfig()
                        .setMaxInitialLineLength((int) config.maxRequestLine().bytes())
                        .setMaxHeaderSize((int) config.maxHeadSize().bytes()))
                .setHttp2Config(new Http2ServerConfig()
                        .setInitialSettings(new Http2Settings()
                                .setMaxConcurrentStreams(config.maxStreams())
                                .setMaxHeaderListSize(config.maxHeadSize().bytes())));
        server.getTcpConfig().setAcceptBacklog(ACCEPT_BACKLOG).setUseProxyProtocol(config.proxyProtocol());
        return server;
    }

    private Set<HttpVersion> versions() {
        boolean http2 = tls == null ? config.h2c() : config.http2();
        return http2
                ? Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                : Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);
    }

    private static long sweepMillis(ListenerConfig config) {
        Duration shorter =
                config.headTimeout().compareTo(config.bodyTimeout()) < 0 ? config.headTimeout() : config.bodyTimeout();
        return Math.clamp(shorter.toMillis() / SWEEPS_PER_LIMIT, MIN_SWEEP_MILLIS, MAX_SWEEP_MILLIS);
    }

    private void connected(HttpConnection connection) {
        ChannelPipeline pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        boolean tooMany = connections.incrementAndGet() > config.maxConnections();
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connectedOverHttp2(connection, pipeline, tooMany);
        } else {
            connectedOverHttp1(connection, pipeline, tooMany);
        }
    }

    private void connectedOverHttp2(HttpConnection connection, ChannelPipeline pipeline, boolean tooMany) {
        var intake = new StreamIntake(pipeline, config.maxBodySize().bytes(), headTicks, () -> sweeps);
        streamIntakes.add(intake);
        connection.closeHandler(v -> {
            connections.decrementAndGet();
            streamIntakes.remove(intake);
        });
        if (tooMany) {
            connection.close();
        } else {
            intake.install();
        }
    }

    private void connectedOverHttp1(HttpConnection connection, ChannelPipeline pipeline, boolean tooMany) {
        var intake =
                new Intake((VertxConnection) connection, config.maxBodySize().bytes(), () -> sweeps);
        intakes.add(intake);
        connection.closeHandler(v -> {
            connections.decrementAndGet();
            intakes.remove(intake);
        });
        if (tooMany) {
            EarlyAnswer.close(pipeline, new Refusal(503, "too many connections"));
        } else {
            intake.install(flushes);
        }
    }

    /** Netty's event loop runs tasks when it has gone through the sockets that were ready. */
    private void whenAllIsRead(Runnable task) {
        ((ContextInternal) context).nettyEventLoop().execute(task);
    }

    private void sweep() {
        sweeps++;
        // A refusal may close its connection at once, which takes it out of the set.
        new ArrayList<>(intakes).forEach(intake -> intake.sweep(headTicks, bodyTicks));
        streamIntakes.forEach(intake -> intake.sweep(bodyTicks));
    }

    int actualPort() {
        return Objects.requireNonNull(server).actualPort();
    }

    Future<?> updateTls(ServerSSLOptions options) {
        return Objects.requireNonNull(server).updateSSLOptions(options.copy(), true);
    }

    /** Asks clients to begin new streams elsewhere; those that are on their way are served (RFC 9113, section 6.8). */
    void leave() {
        context.runOnContext(v -> streamIntakes.forEach(StreamIntake::leave));
    }

    /** Accepts nothing new, lets requests in flight finish within the limit, then closes what is left. */
    Future<Void> shutdown(Duration limit) {
        HttpServer listening = server;
        if (listening == null) {
            return Future.succeededFuture();
        }
        context.runOnContext(v -> streamIntakes.forEach(StreamIntake::sayWhichWasLast));
        return listening.shutdown(limit);
    }
}
