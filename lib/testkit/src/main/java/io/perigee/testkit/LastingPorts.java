package io.perigee.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are stopped and come back at the same address. They are below those that the system gives away by
 * itself (from 32768 on Linux, from 49152 elsewhere), so that nobody gets one by chance while its server is away.
 */
public final class LastingPorts {

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_000;

    private LastingPorts() {}

    /** One of 127.0.0.1 that is free now. */
    public static int pick() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one, then.
            }
        }
    }
}
