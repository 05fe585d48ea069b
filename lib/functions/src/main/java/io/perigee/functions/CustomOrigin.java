package io.perigee.functions;

import java.time.Duration;
import java.util.List;

/**
 * Any HTTP server.
 *
 * @param domainName host name or address, without scheme and port
 * @param port 80, 443 or 1024 to 65535 where a function changes it
 * @param sslProtocols what the node may speak with it; at least one. One that a function leaves as the event had it leaves the node its
 *     own choice, TLS 1.3 included
 * @param readTimeout how long to wait for the response and between its packets; 1 to 120 seconds
 * @param keepaliveTimeout how long an idle connection is kept; 1 to 120 seconds
 */
public record CustomOrigin(
        String domainName,
        int port,
        Protocol protocol,
        String path,
        List<SslProtocol> sslProtocols,
        Duration readTimeout,
        Duration keepaliveTimeout,
        HeaderFields customHeaders)
        implements Origin {

    /** What events name: CloudFront's oldest version that is not deprecated. */
    public static final List<SslProtocol> DEFAULT_SSL_PROTOCOLS = List.of(SslProtocol.TLS_1_2);

    public CustomOrigin {
        sslProtocols = List.copyOf(sslProtocols);
    }

    /** With TLS 1.2. */
    public CustomOrigin(
            String domainName,
            int port,
            Protocol protocol,
            String path,
            Duration readTimeout,
            Duration keepaliveTimeout,
            HeaderFields customHeaders) {
        this(domainName, port, protocol, path, DEFAULT_SSL_PROTOCOLS, readTimeout, keepaliveTimeout, customHeaders);
    }

    public enum Protocol {
        HTTP,
        HTTPS
    }

    /** That host with CloudFront's defaults: read timeout 30 s, keep-alive 5 s, no path, no headers. */
    public static CustomOrigin of(Protocol protocol, String domainName, int port) {
        return new CustomOrigin(
                domainName, port, protocol, "", Duration.ofSeconds(30), Duration.ofSeconds(5), HeaderFields.empty());
    }

    public CustomOrigin withDomainName(String domainName) {
        return new CustomOrigin(
                domainName, port, protocol, path, sslProtocols, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withPort(int port) {
        return new CustomOrigin(
                domainName, port, protocol, path, sslProtocols, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withPath(String path) {
        return new CustomOrigin(
                domainName, port, protocol, path, sslProtocols, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withSslProtocols(List<SslProtocol> sslProtocols) {
        return new CustomOrigin(
                domainName, port, protocol, path, sslProtocols, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withTimeouts(Duration readTimeout, Duration keepaliveTimeout) {
        return new CustomOrigin(
                domainName, port, protocol, path, sslProtocols, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withCustomHeaders(HeaderFields customHeaders) {
        return new CustomOrigin(
                domainName, port, protocol, path, sslProtocols, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withCustomHeader(String name, String value) {
        return withCustomHeaders(customHeaders.with(name, value));
    }
}
