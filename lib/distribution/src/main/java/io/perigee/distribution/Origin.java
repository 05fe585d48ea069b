package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;
import java.util.List;

/**
 * A server that the network fetches content from.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html">Origin settings</a>.
 */
public record Origin(
        @Describes(value = "Names the origin within the distribution.", format = Format.ID)
        String id,

        @Describes(
                value =
                        "The origin's host. It is also the Host header, unless the origin request policy passes the viewer's.",
                format = Format.HOST,
                maxLength = 253)
        String domainName,

        @Describes(value = "The port for HTTP.", defaultValue = "80", min = "1", max = "65535")
        int httpPort,

        @Describes(value = "The port for HTTPS.", defaultValue = "443", min = "1", max = "65535")
        int httpsPort,

        @Describes(value = "The protocol spoken to the origin.", defaultValue = "match-viewer")
        OriginProtocolPolicy protocolPolicy,

        @Describes(
                value = "Put before the path of each request to the origin.",
                defaultValue = "''",
                format = Format.ORIGIN_PATH,
                maxLength = 255)
        String originPath,

        @Describes(
                value = "Added to each request to the origin, in place of the viewer's headers of the same names.",
                defaultValue = "[]",
                maxItems = Limits.ORIGIN_CUSTOM_HEADERS)
        List<HeaderValue> customHeaders,

        @Describes(
                value = "How long one attempt to connect may take.",
                defaultValue = "10s",
                min = "100ms",
                max = "10s")
        Duration connectionTimeout,

        @Describes(value = "How often the network tries to connect.", defaultValue = "3", min = "1", max = "3")
        int connectionAttempts,

        @Describes(
                value = "How long the origin may take to send its response's head, and between two parts of the body.",
                defaultValue = "30s",
                min = "100ms",
                max = "120s")
        Duration responseTimeout,

        @Describes(
                value = "How long an idle connection is kept for the next request.",
                defaultValue = "5s",
                min = "1s",
                max = "120s")
        Duration keepaliveTimeout,

        @Describes(
                value =
                        "Whether requests carry the network's own credentials, for a Perigee origin node that answers nobody else.",
                defaultValue = "false")
        boolean networkOnly) {

    public Origin {
        customHeaders = List.copyOf(customHeaders);
    }

    /** An origin with the defaults, spoken to over HTTP on {@code port}. */
    public static Origin http(String id, String domainName, int port) {
        return new Origin(
                id,
                domainName,
                port,
                443,
                OriginProtocolPolicy.HTTP_ONLY,
                "",
                List.of(),
                Duration.ofSeconds(10),
                3,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                false);
    }

    /** An origin with the defaults, spoken to over HTTPS on {@code port}. */
    public static Origin https(String id, String domainName, int port) {
        return new Origin(
                id,
                domainName,
                80,
                port,
                OriginProtocolPolicy.HTTPS_ONLY,
                "",
                List.of(),
                Duration.ofSeconds(10),
                3,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                false);
    }

    /** This origin, with requests to it proving that they come from the network or not. */
    public Origin withNetworkOnly(boolean only) {
        return new Origin(
                id,
                domainName,
                httpPort,
                httpsPort,
                protocolPolicy,
                originPath,
                customHeaders,
                connectionTimeout,
                connectionAttempts,
                responseTimeout,
                keepaliveTimeout,
                only);
    }
}
