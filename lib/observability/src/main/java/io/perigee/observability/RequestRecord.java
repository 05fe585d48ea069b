package io.perigee.observability;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a request when it has ended. Null means not sent or not known.
 *
 * @param endedAtMillis epoch milliseconds at which the response ended
 * @param distribution id of the distribution, null when the host is unknown
 * @param behavior the path pattern of the behavior that the request was for, null where it did not get so far
 * @param pop the node's location, such as {@code FRA50-P1}
 * @param requestId value of {@code X-Amz-Cf-Id}
 * @param outcome what the viewer got
 * @param reason why
 * @param planned the outcome before the response was sent; differs from {@code outcome} when the viewer left (CloudFront's
 *     {@code x-edge-response-result-type})
 */
public record RequestRecord(
        long endedAtMillis,
        Tier tier,
        @Nullable String distribution,
        @Nullable String behavior,
        String pop,
        String requestId,
        Client client,
        Request request,
        Response response,
        Outcome outcome,
        Reason reason,
        Outcome planned) {

    /**
     * Who asked.
     *
     * @param ip address after trusted proxies and PROXY protocol were taken into account
     * @param country ISO 3166-1 alpha-2
     * @param tlsProtocol such as {@code TLSv1.3}; null for plain HTTP
     */
    public record Client(
            String ip,
            int port,
            @Nullable String country,
            @Nullable String forwardedFor,
            @Nullable String tlsProtocol,
            @Nullable String tlsCipher) {}

    /**
     * What was asked.
     *
     * @param host the {@code Host} field as the viewer sent it ({@code x-host-header})
     * @param scheme {@code http}, {@code https}, {@code ws} or {@code wss}
     * @param protocolVersion {@code HTTP/1.1}, {@code HTTP/2.0} …
     * @param path undecoded, without the query
     * @param query without the question mark
     * @param bytes head and body as received
     */
    public record Request(
            String method,
            @Nullable String host,
            String scheme,
            String protocolVersion,
            String path,
            @Nullable String query,
            @Nullable String referer,
            @Nullable String userAgent,
            @Nullable String cookie,
            long bytes) {}

    /**
     * What was answered.
     *
     * @param status as sent; 0 if the viewer left before (CloudFront's {@code 000})
     * @param bytes head and body as sent
     * @param contentLength the field's value, -1 without
     * @param rangeStart first byte of a single range that was sent, -1 without
     * @param rangeEnd last byte of it, -1 without
     * @param nanos from the request's first byte to the response's last
     * @param nanosToFirstByte from the request's first byte to the response's first
     */
    public record Response(
            int status,
            long bytes,
            @Nullable String contentType,
            long contentLength,
            long rangeStart,
            long rangeEnd,
            long nanos,
            long nanosToFirstByte) {}
}
