package io.perigee.cli.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.ConnectionOptions;
import io.perigee.cli.connection.ControlPlaneClient;
import io.perigee.cli.terminal.OutputFormat;
import io.perigee.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee functions rules list}. */
@Command(name = "list", header = "List the rules, and when schedules are due next.")
final class ListRulesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    ListRulesCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        try (ControlPlaneClient client = connection.connect()) {
            List<JsonNode> found = client.list(Rule.COLLECTION, "after", "rules");
            format.list(terminal, "rules", Rule.COLUMNS, found);
        }
        return 0;
    }
}
