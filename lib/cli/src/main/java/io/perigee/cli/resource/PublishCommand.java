package io.perigee.cli.resource;

import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee functions publish}. */
@Command(
        name = "publish",
        header = "Publish a package as the next version of a function and move no alias.",
        description = "A jar is a verticle, a .js file a CloudFront Function of runtime 2.0, unless --runtime says"
                + " otherwise; a zip needs --runtime.",
        footerHeading = "%nExample:%n",
        footer = "  perigee functions publish resize --package resize.zip --runtime nodejs22.x")
final class PublishCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Mixin
    private PublishOptions options = new PublishOptions();

    @Mixin
    private ConnectionOptions connection;

    PublishCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            Publication.send(terminal, client, options.publish(name));
        }
        return 0;
    }
}
