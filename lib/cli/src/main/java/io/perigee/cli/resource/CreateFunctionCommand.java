package io.perigee.cli.resource;

import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions create}. */
@Command(
        name = "create",
        header = "Create a function from its first version's package.",
        description = "Fails if there is a function of this name.",
        footerHeading = "%nExample:%n",
        footer = "  perigee functions create security-headers --package security-headers.js")
final class CreateFunctionCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Mixin
    private PublishOptions options = new PublishOptions();

    @Option(names = "--wait", description = "Return when every node has the version (Deployed).")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
    private Duration waitTimeout = Duration.ZERO;

    @Mixin
    private ConnectionOptions connection;

    CreateFunctionCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            Publication created =
                    Publication.send(terminal, client, options.publish(name).with("If-None-Match", "*"));
            if (wait) {
                Duration taken = new Waiting(terminal, client, waitTimeout)
                        .until("Deployed", Call.path("functions", name), created.subject(), Listing::newest);
                terminal.out().println(created.subject() + " deployed after " + Times.shown(taken));
            }
        }
        return 0;
    }
}
