package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import io.perigee.origin.OriginProgram;
import java.nio.file.Path;

/** Starts origin nodes. Apart from the command, which help and completion look at without loading a server. */
final class OriginRun {

    private OriginRun() {}

    static int ofFile(Terminal terminal, Path file) {
        return NodeRun.ofFile(terminal, OriginProgram.PROGRAM, file);
    }
}
