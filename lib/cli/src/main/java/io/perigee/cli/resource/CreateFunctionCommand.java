package io.perigee.cli.resource;

import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ConnectionOptions connection;

    CreateFunctionCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            Publication.send(terminal, client, options.publish(name).with("If-None-Match", "*"));
        }
        return 0;
    }
}
