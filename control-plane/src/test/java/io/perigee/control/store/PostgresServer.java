package io.perigee.control.store;

import io.perigee.testkit.Await;
import io.perigee.testkit.LastingPorts;
import io.perigee.testkit.Needs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server on a free port of the loopback address, with its data in a temporary folder. It refuses to run as root,
 * so it runs as {@code nobody} then.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String USER = "perigee";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** One for all tests of a JVM; it ends with the JVM. */
    private static final class Shared {
        static final Optional<PostgresServer> SERVER = programs().map(programs -> {
            PostgresServer server = new PostgresServer(programs);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        });
    }

    private final Path programs;
    private final Path folder;
    private final int port;
    private Process process;

    private PostgresServer(Path programs) {
        this.programs = programs;
        try {
            this.folder = Files.createTempDirectory(
                    "perigee-postgres-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (root()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            }
            this.port = LastingPorts.pick();
            Process made = run(
                    "initdb",
                    "-D",
                    folder.resolve("data").toString(),
                    "-U",
                    USER,
                    "--auth=trust",
                    "--no-sync",
                    "-E",
                    "UTF8",
                    "--locale=C");
            if (made.waitFor() != 0) {
                throw new IllegalStateException("initdb failed: " + output());
            }
            this.process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The server that all tests share. Where PostgreSQL is not installed the calling test is skipped, or fails in CI. */
    public static PostgresServer shared() {
        if (Shared.SERVER.isEmpty()) {
            throw missing();
        }
        return Shared.SERVER.orElseThrow();
    }

    /** A server for a test that stops it. */
    public static PostgresServer own() {
        Optional<Path> programs = programs();
        if (programs.isEmpty()) {
            throw missing();
        }
        return new PostgresServer(programs.orElseThrow());
    }

    private static TestAbortedException missing() {
        return Needs.missing(
                "PostgreSQL is not installed: neither the PATH nor /usr/lib/postgresql/*/bin has initdb and postgres");
    }

    /** A database that nothing has used before. */
    public StoreConfig.PostgreSql newDatabase() {
        String name = "perigee" + DATABASES.incrementAndGet();
        try (Connection connection = connect("postgres")) {
            connection.createStatement().execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new StoreConfig.PostgreSql(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, new StoreConfig.Password.None());
    }

    /** Lets everybody in from now on only with {@code password}. */
    void demandPassword(String password) {
        try (Connection connection = connect("postgres")) {
            connection.createStatement().execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
            Files.writeString(folder.resolve("data/pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
            connection.createStatement().execute("SELECT pg_reload_conf()");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect(String database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
        source.setUser(USER);
        return source.getConnection();
    }

    /** Ends all connections and the server. */
    public void stop() {
        signal("INT");
    }

    /** Starts it again, with the data that it had and at the same address. */
    public void start() {
        process = launch();
    }

    private Process launch() {
        Process launched = run(
                "postgres",
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off");
        Await.until(() -> "PostgreSQL listens: " + output(), () -> !launched.isAlive() || answers());
        if (!launched.isAlive()) {
            throw new IllegalStateException("PostgreSQL did not start: " + output());
        }
        return launched;
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Process run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("output").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        signal("QUIT");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The newest PostgreSQL of the PATH, else of where Debian's package puts it. */
    private static Optional<Path> programs() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            folders.add(Path.of(folder));
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.sorted(Comparator.comparingInt(PostgresServer::version).reversed())
                    .forEach(version -> folders.add(version.resolve("bin")));
        } catch (IOException none) {
            // Then it is on the path, or nowhere.
        }
        return folders.stream()
                .filter(folder ->
                        Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("postgres")))
                .findFirst();
    }

    private static int version(Path folder) {
        try {
            return Integer.parseInt(folder.getFileName().toString());
        } catch (NumberFormatException other) {
            return 0;
        }
    }
}
