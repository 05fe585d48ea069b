package io.perigee.demo.nemesis;

import io.perigee.control.ControlConfig;
import io.perigee.control.ControlNode;
import io.perigee.edge.EdgeConfig;
import io.perigee.edge.EdgeNode;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.regional.RegionalCache;
import io.perigee.regional.RegionalConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in a process of its own, so that it can be paused and killed as processes are. It ends with this process. */
final class NodeProcess {

    private static final String READY = "listening on ";

    /** Long enough for a machine that is busy with much else. */
    private static final long START_LIMIT_SECONDS = 300;

    /** What a process can be, and on which ports it listens once it has started. */
    enum Kind {
        /** Its API, and its member of the cluster. */
        CONTROL {
            @Override
            Future<List<Integer>> run(Vertx vertx, Path config) {
                return ControlNode.start(vertx, NodeConfigReader.read(config, ControlConfig.class))
                        .map(node -> List.of(node.port(), portOf(node.clusterAddress())));
            }
        },
        /** Where edges reach it. */
        REGIONAL {
            @Override
            Future<List<Integer>> run(Vertx vertx, Path config) throws IOException {
                RegionalCache node = new RegionalCache(vertx, NodeConfigReader.read(config, RegionalConfig.class));
                return node.start().map(started -> List.of(node.port()));
            }
        },
        /** Where viewers reach it. */
        EDGE {
            @Override
            Future<List<Integer>> run(Vertx vertx, Path config) throws IOException {
                EdgeNode node = new EdgeNode(vertx, NodeConfigReader.read(config, EdgeConfig.class));
                return node.start().map(started -> List.of(node.port(0)));
            }
        };

        abstract Future<List<Integer>> run(Vertx vertx, Path config) throws IOException;

        private static int portOf(String address) {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        }
    }

    private final Process process;
    private final List<Integer> ports;

    private NodeProcess(Process process, List<Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param folder for its configuration, and what it says
     */
    static NodeProcess start(Kind kind, Path folder, JsonObject config) {
        try {
            Path file = Files.writeString(Files.createDirectories(folder).resolve("node.json"), config.encode());
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx160m",
                            "-XX:MaxDirectMemorySize=96m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodeProcess.class.getName(),
                            kind.name(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            CompletableFuture<List<Integer>> listening = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> listen(process, folder.resolve("node.log"), listening));
            return new NodeProcess(process, listening.get(START_LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the process of " + folder + " did not start", e);
        }
    }

    private static void listen(Process process, Path log, CompletableFuture<List<Integer>> listening) {
        try (BufferedReader said = process.inputReader();
                BufferedWriter written =
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(READY)) {
                    listening.complete(
                            Arrays.stream(line.substring(READY.length()).split(" "))
                                    .map(Integer::valueOf)
                                    .toList());
                }
                written.write(line + "\n");
                written.flush();
            }
            listening.completeExceptionally(new IOException("it ended before it listened; see " + log));
        } catch (IOException gone) {
            listening.completeExceptionally(gone);
        }
    }

    List<Integer> ports() {
        return ports;
    }

    /** It stands still until {@link #resume}: no thread of it runs, and the connections to it stay. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    /** It ends at once, without a word to anybody. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " of a node failed with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The process: arguments are its kind and its configuration file. */
    public static void main(String[] arguments) throws IOException {
        try {
            Vertx vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setWorkerPoolSize(4)
                    // A process that is paused on purpose has nothing to say about it.
                    .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1)));
            List<Integer> ports = Kind.valueOf(arguments[0])
                    .run(vertx, Path.of(arguments[1]))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
            StringBuilder ready = new StringBuilder(READY);
            ports.forEach(port -> ready.append(port).append(' '));
            System.out.println(ready);
        } catch (IOException | ExecutionException | InterruptedException | TimeoutException | RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        while (System.in.read() >= 0) {
            // Nothing is ever written to it; its end says that the parent is gone.
        }
        Runtime.getRuntime().halt(0);
    }
}
