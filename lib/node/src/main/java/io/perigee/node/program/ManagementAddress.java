package io.perigee.node.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * Where the health of the node in this process is, as a file for whoever watches over it: a container's health check knows it
 * then, whatever the configuration says. One line, {@code HOST PORT}, there once the node has started.
 */
record ManagementAddress(String host, int port) {

    private static final Set<String> ANY_IPV4 = Set.of("0.0.0.0", "");
    private static final Set<String> ANY_IPV6 = Set.of("::", "[::]", "0:0:0:0:0:0:0:0");

    /** Writes it; nobody sees half of it. */
    void write(Path file) throws IOException {
        Path whole =
                Files.writeString(file.resolveSibling(file.getFileName() + ".new"), reachable() + " " + port + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The address at which this machine reaches it: one that stands for all of them is no place to go. */
    private String reachable() {
        if (ANY_IPV4.contains(host)) {
            return "127.0.0.1";
        }
        return ANY_IPV6.contains(host) ? "::1" : host;
    }
}
