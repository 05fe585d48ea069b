package io.perigee.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions deployments stop}. */
@Command(
        name = "stop",
        header = "End a deployment, and take the alias back to the version that it stood for.",
        description = "A deployment that has ended stays as it is.")
final class StopDeploymentCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias's name.")
    private String alias = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = "The deployment. Default: the newest.")
    private @Nullable String id;

    @Option(names = "--keep", description = "Leave the alias as it is, with the shares that its versions have now.")
    private boolean keep;

    @Mixin
    private ConnectionOptions connection;

    StopDeploymentCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            AliasDeployments deployments = new AliasDeployments(client, function, alias);
            String stopped = deployments.one(id).path("id").asText();
            JsonNode now = deployments.stop(stopped, !keep);
            terminal.out()
                    .println("deployment " + stopped + " "
                            + now.path("status").asText().toLowerCase(Locale.ROOT) + ": "
                            + now.path("errorInformation")
                                    .path("message")
                                    .asText("all calls go to version "
                                            + now.path("targetVersion").asText()));
        }
        return 0;
    }
}
