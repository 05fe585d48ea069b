package io.perigee.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out before anything is started whether a port is taken, so that the message can name port and purpose. */
final class PortCheck {

    private PortCheck() {}

    /** @throws PortInUseException for the first port that is taken */
    static void all(DemoPorts ports, DemoPlan plan) throws PortInUseException {
        one(ports.control(), "the control plane");
        one(ports.origin(), "the origin");
        one(ports.originApi(), "the origin's S3 API");
        one(ports.router(), "the router");
        for (DemoPlan.Site site : plan.regionals()) {
            one(
                    ports.regional(site.index()),
                    "regional cache " + site.identity().id());
        }
        for (DemoPlan.Site site : plan.edges()) {
            one(ports.edge(site.index()), "edge " + site.identity().id());
            one(ports.edgeHttps(site.index()), "edge " + site.identity().id() + " with HTTPS");
        }
    }

    private static void one(int port, String wantedBy) throws PortInUseException {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: connections of an earlier run that are still being closed are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new PortInUseException(port, wantedBy, e);
        }
    }
}
