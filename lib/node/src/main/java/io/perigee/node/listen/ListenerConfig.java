package io.perigee.node.listen;

import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP server.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param tls null for plain HTTP
 * @param http2 offered by ALPN; needs TLS
 * @param h2c HTTP/2 without TLS, with prior knowledge: for nodes among themselves
 * @param proxyProtocol every connection begins with a PROXY protocol header (version 1 or 2), from which the viewer's
 *     address is taken; only behind a load balancer that sends it
 * @param idleTimeout a connection on which nothing moves for so long is closed
 * @param headTimeout how long a request's head may take, from its first byte (a new connection's: from its acceptance) to
 *     its last; then 408, in HTTP/2 GOAWAY
 * @param bodyTimeout how long a request's body may take; then the connection is closed, with 408 if nothing was answered; in
 *     HTTP/2 the stream is reset
 * @param maxHeadSize of all header fields; beyond it 431
 * @param maxRequestLine bytes; beyond it 414
 * @param maxBodySize of a request; beyond it 413; in HTTP/2 the stream is reset where no length was declared
 * @param maxConnections beyond it a new connection gets 503 and is closed
 * @param maxRequests in flight; beyond it a request gets 503 with {@code Retry-After}
 * @param maxStreams of one HTTP/2 connection at a time
 */
public record ListenerConfig(
        @Default("127.0.0.1") String host,
        @Default("0") int port,
        @Nullable TlsConfig tls,
        @Default("true") boolean http2,
        @Default("false") boolean h2c,
        @Default("false") boolean proxyProtocol,
        @Default("60s") Duration idleTimeout,
        @Default("10s") Duration headTimeout,
        @Default("5m") Duration bodyTimeout,
        @Default("20KiB") ByteSize maxHeadSize,
        @Default("8KiB") ByteSize maxRequestLine,
        @Default("20GiB") ByteSize maxBodySize,
        @Default("20000") int maxConnections,
        @Default("10000") int maxRequests,
        @Default("128") int maxStreams) {

    private static final long MAX_HEAD = 1 << 20;

    public ListenerConfig {
        new ConfigChecks()
                .that(!host.isBlank(), "host", host, "an address")
                .that(!h2c || tls == null, "h2c", h2c, "false with tls")
                .that(port >= 0 && port <= 65_535, "port", port, "0 to 65535")
                .that(idleTimeout.toMillis() >= 1, "idleTimeout", idleTimeout, "1ms or more")
                .that(headTimeout.toMillis() >= 1, "headTimeout", headTimeout, "1ms or more")
                .that(bodyTimeout.toMillis() >= 1, "bodyTimeout", bodyTimeout, "1ms or more")
                .that(isBetween(maxHeadSize, 1024), "maxHeadSize", maxHeadSize, "1KiB to 1MiB")
                .that(isBetween(maxRequestLine, 256), "maxRequestLine", maxRequestLine, "256 to 1MiB")
                .that(maxConnections >= 1, "maxConnections", maxConnections, "1 or more")
                .that(maxRequests >= 1, "maxRequests", maxRequests, "1 or more")
                .that(maxStreams >= 1, "maxStreams", maxStreams, "1 or more")
                .done();
    }

    private static boolean isBetween(ByteSize size, long min) {
        return size.bytes() >= min && size.bytes() <= MAX_HEAD;
    }

    /** The defaults of every field, on a port of the loopback address. */
    public static ListenerConfig on(int port) {
        return new ListenerConfig(
                "127.0.0.1",
                port,
                null,
                true,
                false,
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                new ByteSize(20 << 10),
                new ByteSize(8 << 10),
                new ByteSize(20L << 30),
                20_000,
                10_000,
                128);
    }

    public ListenerConfig withTls(TlsConfig withTls) {
        return new ListenerConfig(
                host,
                port,
                withTls,
                http2,
                h2c,
                proxyProtocol,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                maxHeadSize,
                maxRequestLine,
                maxBodySize,
                maxConnections,
                maxRequests,
                maxStreams);
    }
}
