package io.perigee.functions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of an origin that {@code cf.updateRequestOrigin()} changes. What is empty stays as it is.
 *
 * @param domainName a host name, no address; where it is given the origin gets it as {@code Host} as well
 * @param originPath nothing, or an encoded path that starts with {@code /} and does not end with it
 * @param customHeaders in place of all that the origin has
 * @param connectionAttempts 1 to 3
 * @param connectionTimeout 1 to 10 seconds
 * @param readTimeout 1 to 120 seconds
 * @param keepAliveTimeout 1 to 120 seconds
 * @param originAccessControl whether requests carry the network's credentials, where the origin is one that they were configured for
 */
public record OriginProperties(
        Optional<String> domainName,
        OriginChoice.Names names,
        Optional<String> originPath,
        Optional<HeaderFields> customHeaders,
        Optional<Integer> connectionAttempts,
        Optional<Duration> connectionTimeout,
        Optional<Duration> readTimeout,
        Optional<Duration> keepAliveTimeout,
        Optional<Server> server,
        Optional<Boolean> originAccessControl) {

    /**
     * {@code customOriginConfig}; without effect on a bucket of Amazon S3.
     *
     * @param port 1 to 65535
     * @param sslProtocols at least one
     */
    public record Server(int port, CustomOrigin.Protocol protocol, List<SslProtocol> sslProtocols) {
        public Server {
            sslProtocols = List.copyOf(sslProtocols);
        }
    }
}
