package io.perigee.demo.tour;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.delivery.tier.MembershipConfig;
import io.perigee.edge.EdgeConfig;
import io.perigee.edge.EdgeNode;
import io.perigee.node.config.NodeConfigReader;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An edge in a process of its own, so that it can be killed as processes are: without a word to anybody. It ends with the
 * process that started it.
 */
final class EdgeProcess implements AutoCloseable {

    static final String ID = "edge-icn-1";
    static final String CITY = "Seoul";

    private static final String READY = "listening on ";

    private final Process process;
    private final int port;

    private EdgeProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param folder for its configuration, its data and what it says
     */
    static EdgeProcess start(Path folder, MembershipConfig network) throws IOException {
        Path config = folder.resolve("edge.json");
        Files.writeString(config, config(folder, network));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeProcess.class.getName(),
                        config.toString())
                .redirectError(folder.resolve("edge.log").toFile())
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        // The JVM itself may have something to say first.
        while (line != null && !line.startsWith(READY)) {
            line = said.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new IOException(
                    "the edge " + ID + " did not start; it said: " + Files.readString(folder.resolve("edge.log")));
        }
        return new EdgeProcess(process, Integer.parseInt(line.substring(READY.length())));
    }

    private static String config(Path folder, MembershipConfig network) throws IOException {
        Map<String, Object> config = Map.of(
                "node",
                        Map.of(
                                "id",
                                ID,
                                "region",
                                "ap",
                                "location",
                                "ICN50-P1",
                                "latitude",
                                37.5665,
                                "longitude",
                                126.9780),
                "listeners", List.of(Map.of("port", 0)),
                "network",
                        Map.of(
                                "name", network.name(),
                                "members", network.members(),
                                "controlPlanes", network.controlPlanes(),
                                "keyFile", network.keyFile().toString(),
                                "lease", network.lease().toMillis() + "ms",
                                "renewEvery", network.renewEvery().toMillis() + "ms"),
                "data", folder.resolve("data").toString(),
                "cache", Map.of("memory", "16MiB"),
                "geography", Map.of("claims", true),
                "eventLoops", 1);
        return new ObjectMapper().writeValueAsString(config);
    }

    int port() {
        return port;
    }

    /** Ends it at once (SIGKILL). */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process: runs the edge that a configuration file describes until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try {
            EdgeConfig config = NodeConfigReader.read(Path.of(arguments[0]), EdgeConfig.class);
            EdgeNode node = new EdgeNode(Vertx.vertx(), config);
            node.start().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
            System.out.println(READY + node.port(0));
        } catch (IOException | ExecutionException | InterruptedException | TimeoutException | RuntimeException e) {
            System.err.println("the edge did not start: " + e);
            // What has started keeps the process alive otherwise, and its parent waiting.
            Runtime.getRuntime().halt(1);
        }
        while (System.in.read() >= 0) {
            // Nothing is ever written to it; its end says that the parent is gone.
        }
        Runtime.getRuntime().halt(0);
    }
}
