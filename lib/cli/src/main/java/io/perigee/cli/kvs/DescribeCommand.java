package io.perigee.cli.kvs;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee kvs describe}. */
@Command(name = "describe", header = "Show a key value store, without what is in it.")
final class DescribeCommand implements Callable<Integer> {

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

    DescribeCommand(Terminal terminal, ConnectionOptions connection) {
        this.terminal = terminal;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        KvsStore store = new KvsStore(name);
        try (ControlPlaneClient client = connection.connect()) {
            JsonNode found =
                    client.send(Call.get(store.target(), store.subject())).body();
            switch (format) {
                case TABLE -> Column.print(terminal, KvsStore.COLUMNS, List.of(found));
                case JSON -> terminal.out().println(Texts.json(found));
                case YAML -> terminal.out().println(Texts.yaml(found));
            }
        }
        return 0;
    }
}
