package io.perigee.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Texts;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions deployments get}. */
@Command(name = "get", header = "Show a deployment of an alias, or wait for its end.")
final class GetDeploymentCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias's name.")
    private String alias = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = "The deployment. Default: the newest.")
    private @Nullable String id;

    @Option(names = "--wait", description = "Show how it goes on, and return when it has ended.")
    private boolean wait;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    GetDeploymentCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            AliasDeployments deployments = new AliasDeployments(client, function, alias);
            JsonNode found = deployments.one(id);
            if (wait) {
                new Following(terminal, deployments).untilEnd(found, null);
                return 0;
            }
            switch (format) {
                case TABLE -> Column.print(terminal, ListDeploymentsCommand.COLUMNS, List.of(found));
                case JSON -> terminal.out().println(Texts.json(found));
                case YAML -> terminal.out().println(Texts.yaml(found));
            }
        }
        return 0;
    }
}
