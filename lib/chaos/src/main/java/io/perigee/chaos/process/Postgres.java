package io.perigee.chaos.process;

import io.perigee.chaos.place.PlaceException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server for several control planes, out of the programs that are installed. It refuses to run as root, so it runs
 * as {@code nobody} then.
 */
public final class Postgres implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "perigee";
    private static final String READY = "ready to accept connections";
    private static final int START_SECONDS = 120;

    private final Path folder;
    private final int port;
    private final Process process;

    private Postgres(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @throws PlaceException saying what is missing
     */
    public static Postgres start() throws PlaceException, InterruptedException {
        Path programs = programs()
                .orElseThrow(() -> new PlaceException("several control planes need PostgreSQL (Debian: postgresql); "
                        + DEBIAN + "/*/bin has no initdb"));
        try {
            // Not below the run's folder, which nobody else may enter.
            Path folder = Files.createTempDirectory("perigee-chaos-postgres-");
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            }
            Path data = folder.resolve("data");
            Process made = run(
                    folder,
                    programs.resolve("initdb"),
                    List.of(
                            "-D",
                            data.toString(),
                            "-U",
                            USER,
                            "--auth=trust",
                            "--no-sync",
                            "-E",
                            "UTF8",
                            "--locale=C"));
            if (made.waitFor() != 0) {
                throw new PlaceException("initdb failed: " + said(folder));
            }
            int port = new Addresses(new Random()).port();
            List<String> options = List.of(
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=");
            Postgres started = new Postgres(folder, port, run(folder, programs.resolve("postgres"), options));
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new PlaceException("PostgreSQL cannot be started: " + e.getMessage(), e);
        }
    }

    private void awaitReady() throws PlaceException, InterruptedException, IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!said(folder).contains(READY)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                String said = said(folder);
                close();
                throw new PlaceException("PostgreSQL did not start: " + said);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** The key {@code postgresql} of a control plane's configuration. */
    JsonObject config() {
        return new JsonObject()
                .put("url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres")
                .put("username", USER);
    }

    private static Process run(Path folder, Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        command.add(program.toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output(folder).toFile()))
                .start();
    }

    private static Path output(Path folder) {
        return folder.resolve("output");
    }

    private static String said(Path folder) throws IOException {
        return Files.exists(output(folder)) ? Files.readString(output(folder)) : "";
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The newest of those that Debian's package puts there. */
    private static Optional<Path> programs() {
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // What is left lies in the system's temporary folder, which is cleared by the system.
        }
    }
}
