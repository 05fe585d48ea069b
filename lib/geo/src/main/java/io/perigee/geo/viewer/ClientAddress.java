package io.perigee.geo.viewer;

import io.perigee.geo.AddressLiteral;
import io.perigee.geo.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the viewer's address: the socket's peer, or, behind proxies that the operator trusts, the one they report in
 * {@code X-Forwarded-For}.
 *
 * <p>Each proxy appends the address it was called from, so only the part written by trusted proxies can be believed:
 * the list is read from the right, as long as the address that vouches for an entry is itself trusted. What stands
 * further left was sent by the viewer and may be forged.
 */
public final class ClientAddress {
    /** Trusts nobody: the viewer is the socket's peer. */
    public static final ClientAddress SOCKET = new ClientAddress(List.of());

    private final List<Cidr> trustedProxies;

    public ClientAddress(List<Cidr> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** Where a resolved address came from. */
    public enum Source {
        SOCKET,
        X_FORWARDED_FOR
    }

    /**
     * A viewer's address.
     *
     * @param port the viewer's source port, 0 when a proxy did not report one
     */
    public record Resolved(InetAddress address, int port, Source source) {}

    /**
     * The viewer of one request.
     *
     * @param peer the socket's remote address
     * @param peerPort the socket's remote port
     * @param forwardedFor the values of the request's {@code X-Forwarded-For} fields, in order, each a
     *     comma-separated list
     */
    public Resolved resolve(InetAddress peer, int peerPort, List<String> forwardedFor) {
        Resolved viewer = new Resolved(peer, peerPort, Source.SOCKET);
        if (!isTrusted(peer)) {
            return viewer;
        }
        for (int i = forwardedFor.size() - 1; i >= 0; i--) {
            String value = forwardedFor.get(i);
            int end = value.length();
            while (end >= 0) {
                int comma = value.lastIndexOf(',', end - 1);
                Optional<Resolved> hop = hop(value.substring(comma + 1, end).strip());
                if (hop.isEmpty()) {
                    // Nothing left of an unreadable entry is vouched for by anyone known.
                    return viewer;
                }
                viewer = hop.get();
                if (!isTrusted(viewer.address())) {
                    return viewer;
                }
                end = comma;
            }
        }
        return viewer;
    }

    private boolean isTrusted(InetAddress address) {
        for (Cidr block : trustedProxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]} or {@code [2001:db8::1]:4711}. */
    private static Optional<Resolved> hop(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0 || (close + 1 < text.length() && text.charAt(close + 1) != ':')) {
                return Optional.empty();
            }
            String port = close + 1 == text.length() ? "0" : text.substring(close + 2);
            return hop(text.substring(1, close), port);
        }
        int colon = text.indexOf(':');
        boolean ipv4WithPort = colon >= 0 && text.indexOf(':', colon + 1) < 0;
        return ipv4WithPort ? hop(text.substring(0, colon), text.substring(colon + 1)) : hop(text, "0");
    }

    private static Optional<Resolved> hop(String address, String port) {
        boolean digits = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(port) > 65535) {
            return Optional.empty();
        }
        return AddressLiteral.parse(address)
                .map(ip -> new Resolved(ip, Integer.parseInt(port), Source.X_FORWARDED_FOR));
    }
}
