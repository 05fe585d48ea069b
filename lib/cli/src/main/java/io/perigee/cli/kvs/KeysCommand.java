package io.perigee.cli.kvs;

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

/** {@code perigee kvs keys}. */
@Command(name = "keys", header = "List the keys of a store with their values.")
final class KeysCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(Column.of("KEY", "key"), Column.of("VALUE", "value"));

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "STORE", description = "The name of the store.")
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private ConnectionOptions connection;

    KeysCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        try (ControlPlaneClient client = connection.connect()) {
            List<JsonNode> found = client.list(store.keys(), "after", "keys");
            format.list(terminal, "keys", COLUMNS, found);
        }
        return 0;
    }
}
