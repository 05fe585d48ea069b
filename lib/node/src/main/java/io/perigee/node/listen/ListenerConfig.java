package io.perigee.node.listen;

import io.perigee.node.config.ByteSize;
import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One HTTP server. */
public record ListenerConfig(
        @Setting(value = "The address to listen on.", pattern = "\\S+", form = "an address or a host name")
        @Default("127.0.0.1")
        String host,

        @Setting(value = "The port to listen on; 0: any free one.", min = "0", max = "65535") @Default("0")
        int port,

        @Setting("Certificates; left out: plain HTTP.") @Nullable
        TlsConfig tls,

        @Setting("Whether HTTP/2 is offered by ALPN; it needs tls.") @Default("true")
        boolean http2,

        @Setting("Whether HTTP/2 is spoken without TLS, with prior knowledge: for nodes among themselves.")
        @Default("false")
        boolean h2c,

        @Setting(
                "Whether every connection begins with a PROXY protocol header (version 1 or 2), from which the viewer's address is taken; only behind a load balancer that sends it.")
        @Default("false")
        boolean proxyProtocol,

        @Setting(value = "A connection on which nothing moves for so long is closed.", min = "1ms") @Default("60s")
        Duration idleTimeout,

        @Setting(
                value =
                        "How long a request's head may take, from its first byte (a new connection's: from its acceptance) to its last; then 408, in HTTP/2 GOAWAY.",
                min = "1ms")
        @Default("10s")
        Duration headTimeout,

        @Setting(
                value =
                        "How long a request's body may take; then the connection is closed, with 408 if nothing was answered; in HTTP/2 the stream is reset.",
                min = "1ms")
        @Default("5m")
        Duration bodyTimeout,

        @Setting(value = "The size of all of a request's header fields; beyond it 431.", min = "1KiB", max = "1MiB")
        @Default("20KiB")
        ByteSize maxHeadSize,

        @Setting(value = "The size of a request's first line; beyond it 414.", min = "256", max = "1MiB")
        @Default("8KiB")
        ByteSize maxRequestLine,

        @Setting(
                "The size of a request's body; beyond it 413; in HTTP/2 the stream is reset where no length was declared.")
        @Default("20GiB")
        ByteSize maxBodySize,

        @Setting(value = "Connections at a time; beyond it a new one gets 503 and is closed.", min = "1")
        @Default("20000")
        int maxConnections,

        @Setting(value = "Requests in flight; beyond it a request gets 503 with Retry-After.", min = "1")
        @Default("10000")
        int maxRequests,

        @Setting(value = "Streams of one HTTP/2 connection at a time.", min = "1") @Default("128")
        int maxStreams) {

    public ListenerConfig {
        new ConfigChecks()
                .that(!h2c || tls == null, "h2c", h2c, "false with tls")
                .done();
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
