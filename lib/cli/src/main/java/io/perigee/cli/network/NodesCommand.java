package io.perigee.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.Column;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee nodes}. */
@Command(
        name = "nodes",
        header = "List the network's nodes.",
        description = {
            "APPLIED is the last entry of the change log that the node has applied, LAG how many it has yet to apply. A node whose LEASE is lost has been cut off from the log, and asks before it serves from its cache. SEEN is how long ago it last reported."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  perigee nodes", "  perigee nodes -o json | jq -r '.[] | select(.role == \"edge\") | .publicUrl'"})
public final class NodesCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.of("ID", "id"),
            Column.of("ROLE", "role"),
            Column.of("REGION", "region"),
            Column.of("LOCATION", "location"),
            Column.of("STATE", "state"),
            Column.of("APPLIED", "applied"),
            Column.of("LAG", "lag"),
            Column.of("LEASE", "lease"),
            new Column("SEEN", NodesCommand::seen),
            new Column("URL", NodesCommand::url));

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    NodesCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        List<JsonNode> nodes;
        try (ControlPlaneClient client = connection.connect()) {
            nodes = client.list(Call.path("nodes"), "after", "nodes");
        }
        format.list(terminal, "nodes", COLUMNS, nodes);
        return 0;
    }

    private static String seen(JsonNode node) {
        return Times.shown(Duration.ofMillis(node.path("silentMillis").asLong()));
    }

    private static String url(JsonNode node) {
        return node.hasNonNull("publicUrl")
                ? node.path("publicUrl").asText()
                : node.path("internalUrl").asText("");
    }
}
