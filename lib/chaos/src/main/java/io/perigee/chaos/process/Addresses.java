package io.perigee.chaos.process;

import io.perigee.chaos.place.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Who is where on this machine's loopback. Each node, and the origin, has a name and ports that stay the same over its
 * restarts. What the name stands for is another thing to each node: the relay between the two, which listens on the same port
 * of an address of its own (127.0.0.0/8 is loopback as a whole on Linux), so that each link can be harmed by itself and all
 * nodes can be told the same names. Ports are below those that the system gives away by itself.
 */
final class Addresses {

    private static final String DOMAIN = ".perigee.test";
    private static final int LOWEST_PORT = 10_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final int FIRST_NET = 100;
    private static final int NETS = 150;

    private final List<String> known = new ArrayList<>(List.of(Link.ORIGIN));
    private final Set<Integer> taken = new HashSet<>();
    private final Random random;

    Addresses(Random random) {
        this.random = random;
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    /** By which name the node, or the origin, is known to all others. */
    static String nameOf(String id) {
        return id + DOMAIN;
    }

    /** Where the relay is by which the one reaches the other. */
    synchronized InetAddress relay(Link link) {
        int from = indexOf(link.from());
        int to = indexOf(link.to());
        if (from >= NETS || to > 255) {
            throw new IllegalStateException("more than " + NETS + " nodes since the place was started");
        }
        try {
            return InetAddress.getByAddress(new byte[] {127, (byte) (FIRST_NET + from), (byte) to, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private int indexOf(String id) {
        int index = known.indexOf(id);
        if (index < 0) {
            known.add(id);
            index = known.size() - 1;
        }
        return index;
    }

    /** A port that is free now on all loopback addresses, and is given to nobody else. */
    synchronized int port() {
        while (true) {
            int port = LOWEST_PORT + random.nextInt(HIGHEST_PORT - LOWEST_PORT);
            if (taken.contains(port)) {
                continue;
            }
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(loopback(), port));
                taken.add(port);
                return port;
            } catch (IOException inUse) {
                // Another one, then.
            }
        }
    }
}
