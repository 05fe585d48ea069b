package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee regional}. */
@Command(
        name = "regional",
        header = "Run a regional cache.",
        description =
                "Stands between a region's edges and the origins. Ends on SIGTERM or Ctrl-C, after the requests in flight.",
        footerHeading = "%nExample:%n",
        footer = "  perigee regional --config regional-eu-1.yaml")
public final class RegionalCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config = Path.of("");

    RegionalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return RegionalRun.ofNetwork(terminal, config);
    }
}
