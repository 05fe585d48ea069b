package io.perigee.cli;

import io.perigee.testkit.Await;
import io.perigee.testkit.LastingPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node that is stopped, and started again by the programs of this build or of another one: its folder and ports stay. */
final class ReleasedNode implements AutoCloseable {

    private static final Duration ASK_LIMIT = Duration.ofSeconds(5);

    /** A drain, and what a busy machine adds. */
    private static final long STOP_LIMIT_SECONDS = 120;

    private final String role;
    private final Path folder;
    private final Path config;
    private final URI ready;
    private final HttpClient http;
    private @Nullable Process process;

    /**
     * @param role the command of {@code perigee} that runs such a node
     * @param settings in YAML, all but where it may write and where its health is
     */
    ReleasedNode(String role, Path folder, String settings, HttpClient http) throws IOException {
        this.role = role;
        this.folder = Files.createDirectories(folder);
        this.http = http;
        int management = LastingPorts.pick();
        this.ready = URI.create("http://127.0.0.1:" + management + "/readyz");
        this.config = Files.writeString(
                folder.resolve("config.yaml"),
                settings + "management: {host: 127.0.0.1, port: " + management + "}\ndata: " + data()
                        + "\ndrain: {readinessDelay: 0s}\n");
    }

    Path data() {
        return folder.resolve("data");
    }

    /** @param classPath of the build whose programs run it */
    void start(String classPath) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        "io.perigee.cli.Perigee",
                        role,
                        "--config",
                        config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("node.log");
    }

    void awaitReady() {
        Await.until(() -> role + " is ready; it said:\n" + said(), () -> {
            if (process == null || !process.isAlive()) {
                throw new AssertionError(role + " has ended:\n" + said());
            }
            return isReady();
        });
    }

    private boolean isReady() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(ASK_LIMIT).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String said() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "nothing";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Asks it to end, and waits until it has. */
    void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(role + " has not ended within " + STOP_LIMIT_SECONDS + " s:\n" + said());
            }
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
