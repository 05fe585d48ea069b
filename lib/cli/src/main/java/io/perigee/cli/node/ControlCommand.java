package io.perigee.cli.node;

import io.perigee.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee control}. */
@Command(
        name = "control",
        header = "Run a control plane: the API, the store of all configuration, and the router.",
        description =
                "At its first start it makes the API's token, and leaves it where the other commands find it on the same machine. Ends on SIGTERM or Ctrl-C, after the requests in flight.",
        footerHeading = "%nExample:%n",
        footer = "  perigee control --config control.yaml")
public final class ControlCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config = Path.of("");

    ControlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return ControlRun.ofFile(terminal, config);
    }
}
