package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import io.perigee.control.ControlProgram;
import java.nio.file.Path;

/** Starts control planes. Apart from the command, which help and completion look at without loading a server. */
final class ControlRun {

    private ControlRun() {}

    static int ofFile(Terminal terminal, Path file) {
        return NodeRun.ofFile(terminal, ControlProgram.PROGRAM, file);
    }
}
