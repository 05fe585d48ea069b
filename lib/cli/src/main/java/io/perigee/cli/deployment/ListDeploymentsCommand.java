package io.perigee.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee functions deployments list}. */
@Command(name = "list", header = "List the deployments of an alias, newest first.")
final class ListDeploymentsCommand implements Callable<Integer> {

    static final List<Column> COLUMNS = List.of(
            Column.of("ID", "id"),
            Column.of("STATUS", "status"),
            new Column(
                    "VERSIONS",
                    it -> it.path("currentVersion").asText() + " -> "
                            + it.path("targetVersion").asText()),
            new Column("SHARE", AliasDeployments::share),
            Column.of("CONFIG", "document", "deploymentConfigName"),
            Column.of("CREATED", "createdAt"),
            new Column("NOTE", ListDeploymentsCommand::note));

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function's name.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias's name.")
    private String alias = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    ListDeploymentsCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    private static String note(JsonNode deployment) {
        return deployment.has("endedAt")
                ? deployment.path("errorInformation").path("message").asText("")
                : Following.detail(deployment);
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            format.list(terminal, "deployments", COLUMNS, new AliasDeployments(client, function, alias).all());
        }
        return 0;
    }
}
