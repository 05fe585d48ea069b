package io.perigee.edge.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code suite.mjs} in Node.js: the suite's origin, on a free port, and its client. Ends with this object, and with this JVM. */
final class SuiteProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration RUN_LIMIT = Duration.ofSeconds(120);

    private static final String OVER = "";

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final int originPort;

    /** @param folder as {@link SuitePackages} leaves it */
    SuiteProcess(Path folder) throws IOException, InterruptedException {
        this.process = new ProcessBuilder("node", "--no-warnings", "suite.mjs")
                .directory(folder.toFile())
                .redirectError(folder.resolve("suite.log").toFile())
                .start();
        Thread reading = new Thread(this::read, "suite output");
        reading.setDaemon(true);
        reading.start();
        try {
            this.originPort = next(START_LIMIT).getInteger("origin");
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where the suite's origin listens on the loopback address. */
    int originPort() {
        return originPort;
    }

    /**
     * Runs tests through a cache that stands in front of the origin.
     *
     * @param cache its URL
     * @param only ids; null for all tests
     */
    List<SuiteResult> run(String cache, @Nullable Collection<String> only) throws IOException, InterruptedException {
        JsonObject order = new JsonObject()
                .put("cache", cache)
                .put("only", only == null ? null : new JsonArray(List.copyOf(only)));
        process.getOutputStream().write((order.encode() + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
        return next(RUN_LIMIT).getJsonArray("results").stream()
                .map(each -> SuiteResult.of((JsonObject) each))
                .toList();
    }

    private JsonObject next(Duration limit) throws IOException, InterruptedException {
        String line = said.poll(limit.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException("the suite has said nothing for " + limit.toSeconds() + " s; see suite.log");
        }
        if (line.equals(OVER)) {
            throw new IOException("the suite has ended by itself; see suite.log");
        }
        return new JsonObject(line);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            // It has ended, too.
        }
        said.add(OVER);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
