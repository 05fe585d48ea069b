package io.perigee.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.control.store.StoreConfig;
import io.perigee.node.process.ProcessSignals;
import io.perigee.testkit.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A control plane in a process of its own, for tests that kill it. */
final class ControlPlaneProcess {

    private ControlPlaneProcess() {}

    /**
     * Arguments: the network's folder, the API's port, the cluster's port, a file to write when it is ready; and a PostgreSQL
     * database's URL and user, where it is to have one; and its id and another member's address, where it is one of several (on
     * free ports then; what is written is its API's URL and its cluster's address).
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ControlConfig config = config(folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        if (arguments.length > 4) {
            StoreConfig database =
                    new StoreConfig.PostgreSql(arguments[4], arguments[5], new StoreConfig.Password.None());
            config = arguments.length > 6
                    ? ControlPlanes.oneOfSeveral(folder, database, arguments[6], List.of(arguments[7]))
                    : ControlPlanes.on(database, config);
        }
        ControlNode node = Await.get(ControlNode.start(Vertx.vertx(), config));
        Files.writeString(Path.of(arguments[3] + ".new"), node.url() + "\n" + node.clusterAddress() + "\n");
        Files.move(Path.of(arguments[3] + ".new"), Path.of(arguments[3]));
        ProcessSignals.awaitSignal();
    }

    static ControlConfig config(Path folder, int apiPort, int clusterPort) {
        ControlConfig config = ControlPlanes.config(folder);
        return config.withApi(new ControlConfig.ApiListener("127.0.0.1", apiPort, null))
                .withCluster(new ControlConfig.Cluster(
                        config.cluster().name(),
                        "127.0.0.1",
                        clusterPort,
                        List.of(),
                        ControlPlanes.LEASE,
                        ControlPlanes.RENEW_EVERY))
                // What was being tried when the process was killed is tried again within seconds.
                .withFunctions(new FunctionsConfig(
                        10_000, Duration.ofMillis(50), Duration.ofSeconds(3), FunctionOutputConfig.DEFAULT));
    }

    /** Starts a process on these ports; returns when its API answers. */
    static Process start(Path folder, int apiPort, int clusterPort, StoreConfig store) throws IOException {
        Path ready = folder.resolve("ready");
        Files.deleteIfExists(ready);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ControlPlaneProcess.class.getName(),
                folder.toString(),
                Integer.toString(apiPort),
                Integer.toString(clusterPort),
                ready.toString()));
        if (store instanceof StoreConfig.PostgreSql(String url, String username, StoreConfig.Password password)) {
            command.addAll(List.of(url, Objects.requireNonNull(username)));
        }
        Path output = folder.resolve("output");
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Await.until(() -> "the process is ready: " + text(output), () -> Files.exists(ready) || !started.isAlive());
            assertThat(started.isAlive()).as(text(output)).isTrue();
        } catch (AssertionError e) {
            started.destroyForcibly();
            throw e;
        }
        return started;
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
