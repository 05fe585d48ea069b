package io.perigee.functions;

import java.time.Duration;

/**
 * The origin that a request is about to go to. An origin-request function may hand back a changed one to send the request
 * elsewhere.
 *
 * @param domainName host name or address, without scheme and port
 * @param port 1 to 65535
 * @param path put before the request's URI: empty, or a path that starts with {@code /} and does not end with one
 * @param readTimeout how long to wait for the response and between its packets; 1 to 60 seconds
 * @param keepaliveTimeout how long an idle connection is kept; 1 to 60 seconds
 * @param customHeaders added to the request that the origin gets
 */
public record CustomOrigin(
        String domainName,
        int port,
        Protocol protocol,
        String path,
        Duration readTimeout,
        Duration keepaliveTimeout,
        HeaderFields customHeaders) {

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
        return new CustomOrigin(domainName, port, protocol, path, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withPort(int port) {
        return new CustomOrigin(domainName, port, protocol, path, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withPath(String path) {
        return new CustomOrigin(domainName, port, protocol, path, readTimeout, keepaliveTimeout, customHeaders);
    }

    public CustomOrigin withCustomHeader(String name, String value) {
        return new CustomOrigin(
                domainName, port, protocol, path, readTimeout, keepaliveTimeout, customHeaders.with(name, value));
    }
}
