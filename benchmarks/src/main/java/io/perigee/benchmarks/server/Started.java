package io.perigee.benchmarks.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A server that has been started.
 *
 * @param processes those whose processor time counts, with all that they start
 * @param urls where it is reached, without a path
 * @param output what it prints, for when it fails
 */
public record Started(List<Process> processes, Map<Transport, URI> urls, Path output) {

    public Started {
        processes = List.copyOf(processes);
        urls = Map.copyOf(urls);
    }

    /** Of a server that listens on a port of the loopback address for each transport. */
    static Started onPorts(List<Process> processes, Path output, Map<Transport, Integer> ports) {
        Map<Transport, URI> urls = new EnumMap<>(Transport.class);
        ports.forEach((transport, port) -> urls.put(
                transport, URI.create((transport == Transport.TLS ? "https" : "http") + "://127.0.0.1:" + port)));
        return new Started(processes, urls, output);
    }
}
