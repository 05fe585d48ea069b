package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee origin}. */
@Command(
        name = "origin",
        header = "Run an origin node: an S3-compatible object store that serves websites.",
        description = "Ends on SIGTERM or Ctrl-C, after the requests in flight.",
        footerHeading = "%nExample:%n",
        footer = "  perigee origin --config origin.yaml")
public final class OriginCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config = Path.of("");

    OriginCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return OriginRun.ofFile(terminal, config);
    }
}
