package io.perigee.chaos.process;

import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.place.PlacedNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node over all its restarts: its folder, configuration and ports stay, its process does not. */
final class NodeProcess {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(2);
    private static final long ASK_EVERY_MILLIS = 100;
    private static final int LAST_LINES = 8;

    private final PlacedNode node;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final URI ready;
    private final HttpClient client;
    private @Nullable Process process;

    /** @param management where {@code /readyz} is */
    NodeProcess(
            PlacedNode node,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            URI management,
            HttpClient client) {
        this.node = node;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = folder.resolve("node.log");
        this.ready = management.resolve("/readyz");
        this.client = client;
    }

    /** What {@code perigee} calls the command that runs such a node. */
    static String commandOf(PlacedNode.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Starts it and waits until it is ready. */
    void start() throws PlaceException, InterruptedException {
        Process started = launch();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (!started.isAlive()) {
                throw new PlaceException(node.id() + " ended before it was ready; the end of " + log + ":" + said());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new PlaceException(node.id() + " is not ready after " + START_LIMIT.toSeconds()
                        + " s; the end of " + log + ":" + said());
            }
            TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
        }
    }

    private synchronized Process launch() throws PlaceException {
        if (process != null && process.isAlive()) {
            throw new PlaceException(node.id() + " runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
            return process;
        } catch (IOException e) {
            throw new PlaceException(node.id() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(ASK_LIMIT).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String said() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return " (it cannot be read: " + e.getMessage() + ")";
        }
    }

    /** It ends at once; nothing happens if it has ended. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** It drains and ends. */
    void stop() throws PlaceException, InterruptedException {
        Process running = running();
        // An output stream of ours that is closed ends it: destroy() closes that as well, so the signal is sent by
        // hand.
        signal("TERM");
        if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new PlaceException(
                    node.id() + " has not ended " + STOP_LIMIT.toSeconds() + " s after SIGTERM; see " + log);
        }
    }

    void pause() throws PlaceException, InterruptedException {
        signal("STOP");
    }

    void resume() throws PlaceException, InterruptedException {
        signal("CONT");
    }

    private synchronized Process running() throws PlaceException {
        if (process == null || !process.isAlive()) {
            throw new PlaceException(node.id() + " does not run; see " + log);
        }
        return process;
    }

    private void signal(String name) throws PlaceException, InterruptedException {
        try {
            int exit = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(running().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new PlaceException("kill -" + name + " of " + node.id() + " failed with " + exit);
            }
        } catch (IOException e) {
            throw new PlaceException("the program kill is missing: " + e.getMessage(), e);
        }
    }
}
