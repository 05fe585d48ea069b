package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.node.config.ConfigException;
import io.perigee.node.process.NativeTransport;
import io.perigee.node.process.NodeProcess;
import io.perigee.node.process.ProcessSignals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A node as this process: starts it, says where it is, and ends as a signal has it. */
final class NodeRun {

    /** A node that has started, and the line that says so. */
    record Started(NodeProcess process, String message) {}

    /** Makes a node of its configuration and starts it. */
    interface Start {
        Future<Started> node(Vertx vertx) throws IOException;
    }

    private NodeRun() {}

    /**
     * Runs a node until a signal ends the process, with exit code 0 if it has drained.
     *
     * @param config what the node was told, for the errors; null if that was not a file
     * @throws CommandFailure if it does not start
     */
    static int untilSignal(Terminal terminal, @Nullable Record config, Start start) {
        Vertx vertx = NativeTransport.vertx(new VertxOptions());
        try {
            Started started =
                    start.node(vertx).toCompletionStage().toCompletableFuture().get();
            ProcessSignals.stopOnSignal(started.process());
            terminal.out().println(started.message());
            ProcessSignals.awaitSignal();
            return ProcessSignals.CLEAN;
        } catch (ExecutionException e) {
            throw StartFailure.of(e.getCause() == null ? e : e.getCause(), config);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | ConfigException e) {
            throw StartFailure.of(e, config);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }
}
