package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import io.perigee.regional.RegionalProgram;
import java.nio.file.Path;

/** Starts regional caches. Apart from the command, which help and completion look at without loading a server. */
final class RegionalRun {

    private RegionalRun() {}

    static int ofNetwork(Terminal terminal, Path file) {
        return NodeRun.ofFile(terminal, RegionalProgram.PROGRAM, file);
    }
}
