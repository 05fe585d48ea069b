package io.perigee.node.program;

import io.perigee.node.config.ConfigException;
import io.perigee.node.config.NodeConfigReader;
import io.perigee.node.process.NativeTransport;
import io.perigee.node.process.NodeProcess;
import io.perigee.node.process.ProcessSignals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.Security;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The program of one kind of node, from its configuration file to its exit code:
 *
 * <pre>
 *   0  a signal came, and every request was finished
 *   1  it did not start, or had to cut requests when it stopped
 *   2  the command line or the configuration is not valid; nothing was tried
 * </pre>
 *
 * <p>What goes wrong before the node is up is said on the standard error: a line, and an indented one for each violation or
 * each thing to look at.
 *
 * @param name what its errors begin with, such as {@code perigee-edge}
 * @param config the type of its configuration
 * @param start makes a node of a configuration and starts it
 */
public record NodeProgram<T extends Record>(String name, Class<T> config, Start<T> start) {

    /** The variable of the environment that names the file of {@link ManagementAddress}. */
    static final String ADDRESS_FILE = "PERIGEE_MANAGEMENT_FILE";

    /** How long Java keeps a name's addresses: its 30 s are long where what moves keeps its name, as pods of Kubernetes do. */
    private static final String ADDRESS_SECONDS = "networkaddress.cache.ttl";

    /**
     * A node that has started.
     *
     * @param message the line that says so
     * @param managementHost the address on which its health and metrics are, as configured
     * @param managementPort the port of those
     */
    public record Started(NodeProcess process, String message, String managementHost, int managementPort) {

        /** The message, and where health and metrics are. */
        String line() {
            return message + ", health and metrics at http://" + managementHost + ":" + managementPort;
        }
    }

    /** Makes a node of its configuration and starts it. */
    public interface Start<T> {
        Future<Started> node(Vertx vertx, T config) throws IOException;
    }

    /** Runs it as this process, from {@code --config FILE} to the exit code. */
    public void runAsProcess(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 2 || !"--config".equals(arguments[0])) {
            err.println(name + ": wrong arguments\n  expected: --config FILE");
            return ConfigException.EXIT_CODE;
        }
        try {
            return run(Path.of(arguments[1]), new PrintWriter(out, true, out.charset()));
        } catch (NodeStartException e) {
            err.println(name + ": " + e.getMessage());
            e.details().forEach(line -> err.println("  " + line));
            return e.exitCode();
        }
    }

    /**
     * Runs a node of a configuration file until a signal ends the process.
     *
     * @param out gets the line that says where the node is
     * @throws NodeStartException if it does not start
     */
    public int run(Path file, PrintWriter out) {
        T read = read(file);
        return untilSignal(read, vertx -> start.node(vertx, read), out);
    }

    private T read(Path file) {
        try {
            return NodeConfigReader.read(file, config);
        } catch (ConfigException e) {
            throw NodeStartException.refused(e);
        }
    }

    /** Makes a node and starts it. */
    public interface Making {
        Future<Started> node(Vertx vertx) throws IOException;
    }

    /**
     * Runs a node until a signal ends the process, with exit code 0 if it has drained.
     *
     * @param config what the node was told, for the errors; null if that was not a file
     * @throws NodeStartException if it does not start
     */
    public static int untilSignal(@Nullable Record config, Making making, PrintWriter out) {
        if (Security.getProperty(ADDRESS_SECONDS) == null) {
            Security.setProperty(ADDRESS_SECONDS, "5");
        }
        Vertx vertx = NativeTransport.vertx(new VertxOptions());
        try {
            Started started =
                    making.node(vertx).toCompletionStage().toCompletableFuture().get();
            ProcessSignals.stopOnSignal(started.process());
            String file = System.getenv(ADDRESS_FILE);
            if (file != null && !file.isEmpty()) {
                new ManagementAddress(started.managementHost(), started.managementPort()).write(Path.of(file));
            }
            out.println(started.line());
            ProcessSignals.awaitSignal();
            return ProcessSignals.CLEAN;
        } catch (ExecutionException e) {
            throw StartFailure.of(e.getCause() == null ? e : e.getCause(), config);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | ConfigException e) {
            throw StartFailure.of(e, config);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
