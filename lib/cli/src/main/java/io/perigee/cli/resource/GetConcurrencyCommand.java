package io.perigee.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.connection.Call;
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

/** {@code perigee functions concurrency get}. */
@Command(
        name = "get",
        header = "Show a function's reserved and provisioned concurrency in each region.",
        description =
                "ALLOCATED is what the region's nodes have been told to keep, their shares rounded up; AVAILABLE is"
                        + " what of it is initialised. Without NAME: what all functions may take together, and what of it"
                        + " is not reserved.")
final class GetConcurrencyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The function's name.")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    GetConcurrencyCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        String function = name;
        try (ControlPlaneClient client = connection.connect()) {
            if (function == null) {
                JsonNode settings = client.send(Call.get(Concurrency.ACCOUNT, "account-settings"))
                        .body();
                show(settings, Concurrency.ACCOUNT_COLUMNS, Concurrency.accountRows(settings));
            } else {
                Concurrency concurrency = new Concurrency(function);
                JsonNode state = client.send(Call.get(concurrency.target(), concurrency.subject()))
                        .body();
                show(state, Concurrency.COLUMNS, Concurrency.rows(state));
            }
        }
        return 0;
    }

    private void show(JsonNode all, List<Column> columns, List<JsonNode> rows) {
        switch (format) {
            case TABLE -> Column.print(terminal, columns, rows);
            case JSON -> terminal.out().println(Texts.json(all));
            case YAML -> terminal.out().println(Texts.yaml(all));
        }
    }
}
