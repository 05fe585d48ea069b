package io.perigee.geo.viewer;

import io.perigee.geo.Geography;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The viewer of one request, as {@link ViewerHeaders} needs it.
 *
 * @param address the viewer's address, as {@link ClientAddress} found it
 * @param port its source port, 0 when not known
 * @param geography where the address is
 * @param userAgent the {@code User-Agent} field, null when there is none
 * @param scheme {@code http} or {@code https}: how the viewer reached the edge
 * @param httpVersion {@code 1.0}, {@code 1.1}, {@code 2.0} or {@code 3.0}
 * @param tls {@code version:cipher:handshake} of the connection, for example
 *     {@code TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake}; null without TLS
 */
public record Viewer(
        InetAddress address,
        int port,
        Geography geography,
        @Nullable String userAgent,
        String scheme,
        String httpVersion,
        @Nullable String tls) {}
