package io.perigee.cli.node;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.node.program.NodeProgram;
import io.perigee.node.program.NodeStartException;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/** Runs nodes' programs as commands: what keeps a node from starting ends the command. */
final class NodeRun {

    private NodeRun() {}

    static int ofFile(Terminal terminal, NodeProgram<?> program, Path file) {
        return asCommand(() -> program.run(file, terminal.out()));
    }

    /** @throws CommandFailure where a node does not start */
    static int asCommand(IntSupplier run) {
        try {
            return run.getAsInt();
        } catch (NodeStartException e) {
            throw e.exitCode() == CommandFailure.INVALID
                    ? CommandFailure.invalid(String.valueOf(e.getMessage()), e.details())
                    : CommandFailure.failed(String.valueOf(e.getMessage()), e.details());
        }
    }
}
